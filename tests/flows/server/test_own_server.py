"""Whose Prefect server is used: held against what Prefect itself makes of the same settings."""

from __future__ import annotations

import pytest

from flows.server.own_server import own_api_url

URL = "http://prefect.example.org:4200/api"
OTHER = "http://other.example.org:4200/api"
PROFILES = f'active = "mine"\n[profiles.mine]\nPREFECT_API_URL = "{URL}"\n[profiles.local]\n[profiles.two]\nPREFECT_API_URL = "{OTHER}"\n'

CASES = {
    "nothing": ({}, {}),
    "environment": ({}, {"PREFECT_API_URL": URL}),
    "dotenv": ({".env": f"PREFECT_API_URL={URL}\n"}, {}),
    "prefect.toml": ({"prefect.toml": f'[api]\nurl = "{URL}"\n'}, {}),
    "pyproject.toml": ({"pyproject.toml": f'[tool.prefect.api]\nurl = "{URL}"\n'}, {}),
    "active profile": ({"home/profiles.toml": PROFILES}, {}),
    "named profile": ({"home/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "two"}),
    "profile without a URL": ({"home/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "local"}),
    "profiles elsewhere": ({"mine.toml": PROFILES}, {"PREFECT_PROFILES_PATH": "mine.toml"}),
    "environment before files": (
        {
            ".env": f"PREFECT_API_URL={OTHER}\n",
            "prefect.toml": f'[api]\nurl = "{OTHER}"\n',
            "home/profiles.toml": PROFILES,
        },
        {"PREFECT_API_URL": URL},
    ),
    "dotenv before toml": (
        {".env": f"PREFECT_API_URL={URL}\n", "prefect.toml": f'[api]\nurl = "{OTHER}"\n'},
        {},
    ),
    "prefect.toml before pyproject.toml": (
        {"prefect.toml": f'[api]\nurl = "{URL}"\n', "pyproject.toml": f'[tool.prefect.api]\nurl = "{OTHER}"\n'},
        {},
    ),
    "pyproject.toml before profile": (
        {"pyproject.toml": f'[tool.prefect.api]\nurl = "{OTHER}"\n', "home/profiles.toml": PROFILES},
        {},
    ),
    "other settings alone": ({"prefect.toml": "[api]\nrequest_timeout = 9\n"}, {}),
}


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_that_of_prefect(case, tmp_path, monkeypatch, prefect_server):
    from prefect.settings import Settings

    files, environment = CASES[case]
    monkeypatch.chdir(tmp_path)
    for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert own_api_url() == Settings().api.url


@pytest.mark.parametrize("text", ["[api\nurl", '[api]\nurl = ["a"]\n', "api = 3\n"])
def test_a_file_that_is_no_toml_names_no_server(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "prefect.toml").write_text(text)
    assert own_api_url() is None


def test_an_empty_url_is_none(monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "")
    assert own_api_url() is None
