"""How the organisation's paper looks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("department", sa.Text()))
        table.add_column(sa.Column("contact", sa.Text()))
        table.add_column(sa.Column("stamps", sa.Text()))
        table.add_column(sa.Column("numbering", sa.String(), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("paper", sa.String(), nullable=False, server_default=sa.text("'a4'")))
        table.add_column(sa.Column("accent", sa.String(), nullable=False, server_default=sa.text("''")))
        table.add_column(
            sa.Column("era_dates", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("logo", sa.LargeBinary()))


def downgrade() -> None:
    with op.batch_alter_table("organisation") as table:
        for name in ("logo", "era_dates", "accent", "paper", "numbering"):
            table.drop_column(name)
        for name in ("stamps", "contact", "department"):
            table.drop_column(name)
