"""A panel at work: stages, invitations, declarations, sheets, files, decisions, the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    """Text that is one of the values, held by a constraint of this name."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name)


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("declaration", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "criteria_change",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.Column("old_version_id", sa.Integer(), nullable=False),
        sa.Column("new_version_id", sa.Integer(), nullable=False),
        sa.Column("old_weights", sa.Text()),
        sa.Column("new_weights", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text()),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["user_account.id"],
            name="fk_criteria_change_changed_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_criteria_change_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["new_version_id"],
            ["criteria_version.id"],
            name="fk_criteria_change_new_version_id_criteria_version",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["old_version_id"],
            ["criteria_version.id"],
            name="fk_criteria_change_old_version_id_criteria_version",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_criteria_change"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role", choice("role", "lead", "evaluator", "adviser", "approver"), nullable=False
        ),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.Column("revoked_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_invitation_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_invitation_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_sha256", name="uq_invitation_token_sha256"),
    )
    op.create_index("ix_invitation_evaluation_id", "invitation", ["evaluation_id"])
    op.create_index("ix_invitation_user_id", "invitation", ["user_id"])

    op.create_table(
        "left_out",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_left_out_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", name="pk_left_out"),
    )
    op.create_table(
        "readiness_item",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("owner", choice("owner", "buyer", "vendor", "both")),
        sa.Column("state", choice("state", "open", "in-hand", "ready"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_readiness_item_evaluation_id_evaluation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "item", name="pk_readiness_item"),
    )
    op.create_table(
        "trail_act",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.Text()),
        sa.Column("old", sa.Text()),
        sa.Column("new", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_for", sa.String()),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name="fk_trail_act_evaluation_id_evaluation",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_trail_act"),
    )
    op.create_index("ix_trail_act_what", "trail_act", ["what"])

    op.create_table(
        "assessment",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("strengths", sa.String(), nullable=False),
        sa.Column("weaknesses", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "evaluator"],
            ["evaluator.evaluation_id", "evaluator.id"],
            name="fk_assessment_evaluation_id_evaluator",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_assessment_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "vendor", "evaluator", name="pk_assessment"),
    )
    op.create_table(
        "attachment",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column(
            "kind", choice("kind", "proposal", "certificate", "quotation", "other"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Integer()),
        sa.Column("removed_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["user_account.id"],
            name="fk_attachment_added_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_attachment_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["blob.sha256"], name="fk_attachment_sha256_blob", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_attachment"),
    )
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])

    op.create_table(
        "declaration",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_declaration_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_declaration_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "user_id", "vendor", name="pk_declaration"),
    )
    op.create_index("ix_declaration_user_id", "declaration", ["user_id"])

    op.create_table(
        "question",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("answered_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["user_account.id"],
            name="fk_question_answered_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["user_account.id"],
            name="fk_question_asked_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_question_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_question"),
    )
    op.create_table(
        "remark",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "vendor"],
            ["evaluation_vendor.evaluation_id", "evaluation_vendor.id"],
            name="fk_remark_evaluation_id_evaluation_vendor",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["user_account.id"],
            name="fk_remark_written_by_user_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name="pk_remark"),
    )
    op.create_table(
        "sheet",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("quality_submitted_at", sa.DateTime()),
        sa.Column("submitted_at", sa.DateTime()),
        sa.Column("reopened_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "evaluator"],
            ["evaluator.evaluation_id", "evaluator.id"],
            name="fk_sheet_evaluation_id_evaluator",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "evaluator", name="pk_sheet"),
    )
    op.add_column(
        "consensus", sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
    )

    with op.batch_alter_table("evaluation") as batch_op:
        batch_op.add_column(
            sa.Column(
                "stage",
                choice("stage", "preparing", "scoring", "agreeing", "deciding", "decided"),
                nullable=False,
                server_default="agreeing",
            )
        )
        batch_op.add_column(sa.Column("result_definition", sa.Text()))
        batch_op.add_column(
            sa.Column("hide_names", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("price_last", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("declarations", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("previous_id", sa.Integer()))
        batch_op.add_column(sa.Column("decision", sa.Text()))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime()))
        batch_op.create_foreign_key(
            "fk_evaluation_previous_id_evaluation",
            "evaluation",
            ["previous_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("gate_result") as batch_op:
        batch_op.add_column(sa.Column("evidence", sa.String()))
        batch_op.add_column(sa.Column("noted_by", sa.Integer()))
        batch_op.add_column(
            sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.create_foreign_key(
            "fk_gate_result_noted_by_user_account",
            "user_account",
            ["noted_by"],
            ["id"],
            ondelete="SET NULL",
        )

    op.add_column("rating", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("user_account") as batch_op:
        batch_op.add_column(
            sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    op.drop_column("user_account", "guest")
    op.drop_column("rating", "revision")
    with op.batch_alter_table("gate_result") as batch_op:
        batch_op.drop_constraint("fk_gate_result_noted_by_user_account", type_="foreignkey")
        batch_op.drop_column("confirmed")
        batch_op.drop_column("noted_by")
        batch_op.drop_column("evidence")

    with op.batch_alter_table("evaluation") as batch_op:
        batch_op.drop_constraint("fk_evaluation_previous_id_evaluation", type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_evaluation_stage"), type_="check")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("decision")
        batch_op.drop_column("previous_id")
        batch_op.drop_column("round")
        batch_op.drop_column("declarations")
        batch_op.drop_column("price_last")
        batch_op.drop_column("hide_names")
        batch_op.drop_column("result_definition")
        batch_op.drop_column("stage")

    op.drop_column("consensus", "revision")
    op.drop_table("sheet")
    op.drop_table("remark")
    op.drop_table("question")
    op.drop_table("declaration")
    op.drop_table("attachment")
    op.drop_table("assessment")
    op.drop_table("trail_act")
    op.drop_table("readiness_item")
    op.drop_table("left_out")
    op.drop_table("invitation")
    op.drop_table("criteria_change")
    op.drop_table("organisation")
    op.drop_table("blob")
