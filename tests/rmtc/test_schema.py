"""The migrations make what the models describe, one step at a time, and each step can be taken back."""

from alembic import command
from alembic.script import ScriptDirectory

from rmtc import schema
from rmtc.config import Settings
from rmtc.db import make_engine


def test_the_migrations_make_what_the_models_describe(real_settings: Settings) -> None:
    engine = make_engine(real_settings.database)
    command.check(schema.alembic_config(engine))
    engine.dispose()


def test_each_step_can_be_taken_back_and_made_again(real_settings: Settings) -> None:
    engine = make_engine(real_settings.database)
    steps = [one.revision for one in ScriptDirectory.from_config(schema.alembic_config(engine)).walk_revisions()]
    for earlier in [*steps[1:], "base"]:
        schema.downgrade(engine, earlier)
        assert schema.current_revision(engine) == (None if earlier == "base" else earlier)
    schema.upgrade(engine)
    assert schema.current_revision(engine) == steps[0]
    command.check(schema.alembic_config(engine))
    engine.dispose()
