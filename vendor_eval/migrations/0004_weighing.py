"""Weights found together: what is weighed and how, and what each person says."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weighing",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "points",
                "order",
                "swing",
                "pairs",
                native_enum=False,
                create_constraint=True,
                name="method",
            ),
            nullable=False,
        ),
        sa.Column("groups", sa.Text()),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime()),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("ratio", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime()),
        sa.Column("taken", sa.Text()),
        sa.Column("adjusted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_weighing_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_weighing"),
    )
    op.create_table(
        "weighing_answer",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text()),
        sa.Column("handed_in_at", sa.DateTime()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "number"],
            ["weighing.evaluation_id", "weighing.number"],
            name="fk_weighing_answer_evaluation_id_weighing",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_weighing_answer_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", "user_id", name="pk_weighing_answer"),
    )
    op.create_index("ix_weighing_answer_user_id", "weighing_answer", ["user_id"])


def downgrade() -> None:
    op.drop_table("weighing_answer")
    op.drop_table("weighing")
