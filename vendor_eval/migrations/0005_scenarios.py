"""Trials that were saved beside an evaluation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tried", sa.Text()),
        sa.Column("official", sa.Text()),
        sa.Column("found", sa.Text()),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_scenario_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"],
            ["user_account.id"],
            name="fk_scenario_saved_by_user_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_scenario"),
        sa.UniqueConstraint("evaluation_id", "name", name="uq_scenario_evaluation_id_name"),
    )


def downgrade() -> None:
    op.drop_table("scenario")
