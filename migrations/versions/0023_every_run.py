"""The role of learners for every run of a course, beside that for their own run."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO roles (person_id, name, scope_kind, scope_id, granted_at) "
        "SELECT held.person_id, held.name, 'runs', course_runs.course_id, min(held.granted_at) FROM roles held "
        "JOIN course_runs ON course_runs.id = held.scope_id "
        "WHERE held.scope_kind = 'run' AND held.name = 'learner' "
        "GROUP BY held.person_id, held.name, course_runs.course_id"
    )


def downgrade() -> None:
    op.execute("DELETE FROM roles WHERE scope_kind = 'runs'")
