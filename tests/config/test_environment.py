"""What the environment may say, and what happens where it says nonsense."""

import pytest

from gongkai.config import environment


@pytest.fixture(autouse=True)
def no_variable(monkeypatch):
    for name in ("DATABASE_URL", "SECRET_KEY", "DEBUG", "CHECK_MAX_MB", "PUBLIC_ADDRESS"):
        monkeypatch.delenv(f"GONGKAI_{name}", raising=False)


def test_the_database_is_an_embedded_file_unless_said_otherwise(tmp_path):
    database = environment.database(tmp_path / "x.sqlite3")
    assert database["NAME"] == tmp_path / "x.sqlite3"
    options = database["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in options["init_command"]


def test_a_postgresql_address_is_taken_apart(monkeypatch, tmp_path):
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "postgresql://user:p%40ss@db.example:5433/gong%20kai")
    database = environment.database(tmp_path)
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.postgresql", "gong kai")
    assert [database[part] for part in ("USER", "PASSWORD", "HOST", "PORT")] == ["user", "p@ss", "db.example", "5433"]


@pytest.mark.parametrize("url", ["mysql://u@h/db", "postgresql://u@h", "postgresql://u@h/", "nonsense"])
def test_another_database_is_refused_with_an_example(monkeypatch, tmp_path, url):
    monkeypatch.setenv("GONGKAI_DATABASE_URL", url)
    with pytest.raises(SystemExit, match="postgresql://"):
        environment.database(tmp_path)


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_limit_is_a_positive_whole_number(monkeypatch, value):
    monkeypatch.setenv("GONGKAI_CHECK_MAX_MB", value)
    with pytest.raises(SystemExit, match="GONGKAI_CHECK_MAX_MB"):
        environment.number("CHECK_MAX_MB", 20)


def test_the_key_comes_from_the_environment_then_from_the_folder(monkeypatch, tmp_path):
    kept = tmp_path / "secret-key"
    assert environment.secret_key(kept, debug=False) == ""
    kept.write_text("from-the-folder\n")
    assert environment.secret_key(kept, debug=False) == "from-the-folder"
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "from-the-environment")
    assert environment.secret_key(kept, debug=False) == "from-the-environment"


def test_the_public_address_is_the_one_set_or_else_the_one_served_last(monkeypatch, tmp_path):
    kept = tmp_path / "served-address"
    assert environment.public_address(kept) == "http://127.0.0.1:8000"
    kept.write_text("https://www.example.gov.cn\n", "utf-8")
    assert environment.public_address(kept) == "https://www.example.gov.cn"
    monkeypatch.setenv("GONGKAI_PUBLIC_ADDRESS", "https://other.example/")
    assert environment.public_address(kept) == "https://other.example"


def test_while_debugging_a_key_is_made_up(tmp_path):
    assert len(environment.secret_key(tmp_path / "none", debug=True)) >= 50
