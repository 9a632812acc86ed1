"""First tables: people, criteria, vendors, evaluations and what is said in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    """Text that is one of the values, held by a constraint of this name."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name)


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("span_start", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "span_start", name="pk_attempt"),
    )
    op.create_table(
        "criteria_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("set_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_version"),
        sa.UniqueConstraint("text_sha256", name="uq_criteria_version_text_sha256"),
    )
    op.create_index("ix_criteria_version_digest", "criteria_version", ["digest"])
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("name", name="uq_role_name"),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", choice("language", "ja", "en")),
        sa.Column("password", sa.String()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("tf_primary_method", sa.String()),
        sa.Column("tf_totp_secret", sa.String()),
        sa.Column("tf_phone_number", sa.String()),
        sa.Column("mf_recovery_codes", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("email", name="uq_user_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_user_account_fs_uniquifier"),
    )
    op.create_table(
        "vendor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("short", sa.Text()),
        sa.Column("profile", sa.Text()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vendor"),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("criteria_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("buyer", sa.Text()),
        sa.Column("purposes", sa.Text()),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("tax_rate", sa.String()),
        sa.Column("profile", sa.String()),
        sa.Column("variant", sa.String()),
        sa.Column("flow", sa.Text()),
        sa.Column("scope", choice("scope", "activity", "department", "appointment")),
        sa.Column("flags", sa.Text()),
        sa.Column("weights", sa.Text()),
        sa.Column("criterion_weights", sa.Text()),
        sa.Column("term_months", sa.Integer()),
        sa.Column("budget", sa.String()),
        sa.Column("ceiling", sa.String()),
        sa.Column("target", sa.String()),
        sa.Column("outcome", choice("outcome", "handled-call", "held-appointment"), nullable=False),
        sa.Column("volume", sa.Text()),
        sa.Column("assumption", choice("assumption", "common", "claimed"), nullable=False),
        sa.Column("common", sa.Text()),
        sa.Column("lots", sa.Text()),
        sa.Column("further", sa.Text()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_version_id"],
            ["criteria_version.id"],
            name="fk_evaluation_criteria_version_id_criteria_version",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
        sa.UniqueConstraint("key", name="uq_evaluation_key"),
    )
    op.create_index("ix_evaluation_criteria_version_id", "evaluation", ["criteria_version_id"])
    op.create_table(
        "role_of_user",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name="fk_role_of_user_role_id_role", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_role_of_user_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name="pk_role_of_user"),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_sign_in_link_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_sign_in_link"),
    )
    op.create_index("ix_sign_in_link_user_id", "sign_in_link", ["user_id"])
    op.create_table(
        "evaluation_vendor",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("status", choice("status", "active", "declined", "withdrawn"), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("short", sa.Text()),
        sa.Column("profile", sa.Text()),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_evaluation_vendor_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"],
            ["vendor.id"],
            name="fk_evaluation_vendor_vendor_id_vendor",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "id", name="pk_evaluation_vendor"),
    )
    op.create_index("ix_evaluation_vendor_vendor_id", "evaluation_vendor", ["vendor_id"])
    op.create_table(
        "evaluator",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("weight", sa.String(), nullable=False),
        sa.Column("groups", sa.Text()),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_evaluator_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_evaluator_user_id_user_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "id", name="pk_evaluator"),
    )
    op.create_index("ix_evaluator_user_id", "evaluator", ["user_id"])
    op.create_table(
        "membership",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role", choice("role", "lead", "evaluator", "adviser", "approver"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_membership_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_membership_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "user_id", name="pk_membership"),
    )
    op.create_index("ix_membership_user_id", "membership", ["user_id"])
    op.create_table(
        "consensus",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("reason", sa.Text()),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_consensus_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "criterion", name="pk_consensus"),
    )
    op.create_table(
        "gate_result",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column(
            "result",
            choice("result", "pass", "fail", "not-checked", "not-applicable"),
            nullable=False,
        ),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_gate_result_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "criterion", name="pk_gate_result"),
    )
    op.create_table(
        "measure",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("numerator", sa.String()),
        sa.Column("denominator", sa.String()),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("grade", choice("grade", "A", "B", "C")),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_measure_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "criterion", name="pk_measure"),
    )
    op.create_table(
        "quote",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("quantity", sa.String()),
        sa.Column("minimum", sa.String()),
        sa.Column("included", sa.String()),
        sa.Column("overage", sa.String()),
        sa.Column("per_hour", sa.String()),
        sa.Column("label", sa.Text()),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_quote_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "position", name="pk_quote"),
    )
    op.create_table(
        "rating",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("no_basis", sa.Boolean(), nullable=False),
        sa.Column("grade", choice("grade", "A", "B", "C")),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("external", sa.Text()),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("value IS NULL OR NOT no_basis", name="no_basis_has_no_value"),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "evaluator"],
            ["evaluator.evaluation_id", "evaluator.id"],
            name="fk_rating_evaluation_id_evaluator",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_rating_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "evaluation_id", "vendor", "criterion", "evaluator", name="pk_rating"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rating_evaluation_id_evaluator", "rating", ["evaluation_id", "evaluator"])
    op.create_table(
        "recusal",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "evaluator"],
            ["evaluator.evaluation_id", "evaluator.id"],
            name="fk_recusal_evaluation_id_evaluator",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_recusal_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "evaluator", name="pk_recusal"),
    )


def downgrade() -> None:
    op.drop_table("recusal")
    op.drop_table("rating")
    op.drop_table("quote")
    op.drop_table("measure")
    op.drop_table("gate_result")
    op.drop_table("consensus")
    op.drop_table("membership")
    op.drop_table("evaluator")
    op.drop_table("evaluation_vendor")
    op.drop_table("sign_in_link")
    op.drop_table("role_of_user")
    op.drop_table("evaluation")
    op.drop_table("vendor")
    op.drop_table("user_account")
    op.drop_table("role")
    op.drop_table("criteria_version")
    op.drop_table("attempt")
