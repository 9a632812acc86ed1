"""Documents that were issued, which nothing changes any more, and the work of making them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FROZEN = ("issued_document", "blob")


def upgrade() -> None:
    op.create_table(
        "issued_document",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", _choice("language", "ja", "en"), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_issued_document_evaluation_id_evaluation",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["blob.sha256"], name="fk_issued_document_sha256_blob"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_issued_document"),
    )
    op.create_index("ix_issued_document_evaluation_id", "issued_document", ["evaluation_id"])
    op.create_index("ix_issued_document_sha256", "issued_document", ["sha256"])
    _create_jobs()
    freeze()


def _create_jobs() -> None:
    op.create_table(
        "document_job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Integer()),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_document_job_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["user_account.id"],
            name="fk_document_job_asked_by_user_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_job"),
    )
    op.create_index("ix_document_job_evaluation_id", "document_job", ["evaluation_id"])
    states = ("waiting", "running", "done", "failed", "cancelled")
    op.create_table(
        "document_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("language", _choice("language", "ja", "en"), nullable=False),
        sa.Column("choices", sa.Text()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", _choice("state", *states), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("held_until", sa.DateTime()),
        sa.Column("under_way", sa.String()),
        sa.Column("series", sa.String()),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sha256", sa.String()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("error_values", sa.Text()),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["document_job.id"],
            name="fk_document_piece_job_id_document_job",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_piece"),
        sa.UniqueConstraint("series", "ordinal", name="uq_document_piece_series_ordinal"),
        sa.UniqueConstraint("under_way", name="uq_document_piece_under_way"),
    )
    op.create_index("ix_document_piece_job_id", "document_piece", ["job_id"])


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name)


def freeze() -> None:
    """Let the database itself refuse to change or delete what was issued."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA IF NOT EXISTS vendor_eval_queue")
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in FROZEN:
            op.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in FROZEN:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} BEGIN"
                f" SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER blob_frozen ON blob")
    else:
        op.execute("DROP TRIGGER blob_update")
        op.execute("DROP TRIGGER blob_delete")
    for table in ("document_piece", "document_job", "issued_document"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP SCHEMA vendor_eval_queue CASCADE")
