"""Settings: nothing has to be set, and what is set wrongly is named."""

from pathlib import Path

import pytest

from server.settings import SettingWrong, Smtp, from_environment


def test_nothing_has_to_be_set() -> None:
    settings = from_environment({})
    assert settings.origin == "http://localhost:8000"
    assert settings.host == "127.0.0.1"
    assert settings.database_url is None
    assert settings.mail_domains == ()
    assert settings.smtp is None
    assert not settings.secure


def test_everything_can_be_set() -> None:
    settings = from_environment(
        {
            "ALONGSIDE_ORIGIN": "https://alongside.example:8443/",
            "ALONGSIDE_DATA": "/srv/alongside",
            "DATABASE_URL": "postgresql://somewhere/alongside",
            "ALONGSIDE_MAIL_DOMAINS": "NHS.example, trust.example,",
            "ALONGSIDE_SMTP_HOST": "mail.example",
            "ALONGSIDE_SMTP_STARTTLS": "no",
        }
    )
    assert settings.secure
    assert settings.hostname == "alongside.example"
    assert settings.data == Path("/srv/alongside")
    assert settings.mail_domains == ("nhs.example", "trust.example")
    assert settings.smtp == Smtp(host="mail.example", port=587, user=None, password=None, starttls=False)


def test_the_port_decides_the_address_unless_it_is_set() -> None:
    assert from_environment({"ALONGSIDE_PORT": "9000"}).origin == "http://localhost:9000"
    assert from_environment({"ALONGSIDE_PORT": "9000", "ALONGSIDE_ORIGIN": "https://a.example"}).origin == (
        "https://a.example"
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"ALONGSIDE_PORT": "-1"},
        {"ALONGSIDE_PORT": "eight"},
        {"ALONGSIDE_ORIGIN": "alongside.example"},
        {"ALONGSIDE_ORIGIN": "https://alongside.example/app"},
        {"ALONGSIDE_SMTP_HOST": "mail.example", "ALONGSIDE_SMTP_STARTTLS": "1"},
        {"ALONGSIDE_JOBS": "never"},
        {"ALONGSIDE_SMTP_HOST": "mail.example", "ALONGSIDE_SMTP_PORT": "smtp"},
    ],
)
def test_a_wrong_value_is_refused_and_its_variable_named(variables: dict[str, str]) -> None:
    with pytest.raises(SettingWrong, match=list(variables)[-1]):
        from_environment(variables)


def test_secrets_are_not_shown() -> None:
    settings = from_environment(
        {
            "DATABASE_URL": "postgresql://me:opensesame@db/alongside",
            "ALONGSIDE_SMTP_HOST": "mail.example",
            "ALONGSIDE_SMTP_PASSWORD": "opensesame",
            "ALONGSIDE_METRICS_TOKEN": "opensesame",
        }
    )
    assert "opensesame" not in repr(settings)
