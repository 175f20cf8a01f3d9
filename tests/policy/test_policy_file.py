"""The policy file: the district's own is in order, and nothing that was altered, unsigned, expired or contradictory passes."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.cli import run
from smartclient.domain.grants import Circumstance
from smartclient.domain.policy import problems
from smartclient.evidence.keys import fingerprint, new_signer
from smartclient.policy.document import PolicyUnreadable, parse_policy, read_policy
from smartclient.policy.signature import PolicyNotSigned, check_signature, sha256_of, signature_path
from smartclient.policy.words import plain_text
from tests.builders.signed_policy import DISTRICT_POLICY, circumstance, write_policy

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_district_s_policy_is_consistent_signed_and_in_force() -> None:
    policy = read_policy(DISTRICT_POLICY)
    assert problems(policy) == ()
    assert policy.why_not_in_force(NOW) == ""
    assert check_signature(DISTRICT_POLICY).key
    assert {rule.circumstance for rule in policy.rules} == set(Circumstance)
    listed = policy.person("Responder")
    assert listed is not None
    assert listed[0].is_governed
    assert policy.person("dispatcher") is not None
    assert policy.person("janitor") is None


def test_a_lawyer_reads_every_rule_and_every_designated_person() -> None:
    policy = read_policy(DISTRICT_POLICY)
    flat = " ".join(plain_text(policy, "Signed.").split())
    for rule in policy.rules:
        assert " ".join(rule.sentence.split()) in flat
    for agency in policy.agencies:
        for person in agency.persons:
            assert all(each in flat for each in (person.name, person.rank, person.contact, person.supervisor))
    assert policy.break_glass is not None
    assert policy.break_glass.sentence in flat
    assert "lie over the pictures" not in flat
    assert "lie over the pictures" in plain_text(replace(policy, wants_watermark=True), "Signed.")


def test_one_altered_byte_breaks_the_signature(tmp_path: Path) -> None:
    path = write_policy(tmp_path)
    assert check_signature(path).key
    path.write_text(path.read_text().replace('"longest_minutes": 60', '"longest_minutes": 90'))
    with pytest.raises(PolicyNotSigned, match="altered"):
        check_signature(path)


def test_an_unsigned_policy_and_another_s_key_are_refused(tmp_path: Path) -> None:
    ours, theirs = new_signer(), new_signer()
    path = write_policy(tmp_path, signer=theirs)
    assert check_signature(path, fingerprint(theirs.public_key).lower()).is_expected
    with pytest.raises(PolicyNotSigned, match="not with the district's"):
        check_signature(path, fingerprint(ours.public_key))
    signature_path(path).unlink()
    with pytest.raises(PolicyNotSigned, match="not signed"):
        check_signature(path)


def test_a_signature_made_for_something_else_does_not_count(tmp_path: Path) -> None:
    path, signer = write_policy(tmp_path), new_signer()
    told = json.loads(signature_path(path).read_text())
    told["public_key"] = base64.b64encode(signer.public_key).decode()
    told["signature"] = base64.b64encode(signer.sign(path.read_bytes())).decode()
    signature_path(path).write_text(json.dumps(told))
    with pytest.raises(PolicyNotSigned, match="altered"):
        check_signature(path)


def test_before_and_after_its_time_nothing_is_granted_by_it(tmp_path: Path) -> None:
    path = write_policy(tmp_path, lambda told: told.update(effective_from="2026-03-01", effective_until="2026-03-02"))
    policy = read_policy(path)
    assert "takes effect on 01 March 2026" in policy.why_not_in_force(datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert policy.why_not_in_force(datetime(2026, 3, 3, 3, tzinfo=UTC)) == "", "it is still the second at the school"
    assert "expired" in policy.why_not_in_force(datetime(2026, 3, 3, 6, tzinfo=UTC))


def _twice(told: dict[str, Any]) -> None:
    told["circumstances"].append(told["circumstances"][0])


def _police_approves(told: dict[str, Any]) -> None:
    told["approvers"].append({"user": "responder", "name": "Police", "campuses": []})


def _silent(told: dict[str, Any]) -> None:
    told["break_glass"]["rings"] = []


def _nowhere(told: dict[str, Any]) -> None:
    circumstance(told, "drill")["area"] = "the moon"


def _many(told: dict[str, Any]) -> None:
    circumstance(told, "drill")["approvals_needed"] = 3


def _nobody_governed(told: dict[str, Any]) -> None:
    told["agencies"][0]["cameras_closed_outside_a_grant"] = False


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_twice, "ruled twice"),
        (_police_approves, "cannot approve"),
        (_silent, "rings nobody"),
        (_nowhere, "not described"),
        (_many, "only 2 people approve"),
        (_nobody_governed, "closes nothing"),
    ],
)
def test_contradictions_are_named(change: Any, sentence: str, tmp_path: Path) -> None:
    found = problems(read_policy(write_policy(tmp_path, change)))
    assert any(sentence in each for each in found), found


def test_hours_are_those_of_the_school() -> None:
    policy = read_policy(DISTRICT_POLICY)
    rule = policy.rule(Circumstance.ADMINISTRATOR_REQUEST)
    assert rule is not None
    assert rule.hours is not None
    assert rule.hours.holds(datetime(2026, 3, 2, 11, tzinfo=UTC), policy.zone), "Monday, six in the morning"
    assert not rule.hours.holds(datetime(2026, 3, 2, 10, 59, tzinfo=UTC), policy.zone)
    assert not rule.hours.holds(datetime(2026, 3, 8, 15, tzinfo=UTC), policy.zone), "Sunday"


@given(
    st.binary(max_size=300) | st.dictionaries(st.text(max_size=10), st.integers()).map(lambda d: json.dumps(d).encode())
)
def test_no_bytes_become_a_policy_or_anything_but_a_sentence(text: bytes) -> None:
    with pytest.raises(PolicyUnreadable):
        parse_policy(text, "policy.json")


def test_a_misspelt_rule_is_not_taken_for_one_left_out(tmp_path: Path) -> None:
    def misspell(told: dict[str, Any]) -> None:
        told["break_glas"] = told.pop("break_glass")

    with pytest.raises(PolicyUnreadable, match="break_glas"):
        read_policy(write_policy(tmp_path, misspell))


def test_the_commands_check_and_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write_policy(tmp_path)
    assert run(["policy", "check", str(old)]) == 0
    assert "consistent, in force" in capsys.readouterr().out
    (tmp_path / "new").mkdir()
    new = write_policy(
        tmp_path / "new", lambda told: told.update(version=2, replaces={"version": 1, "sha256": sha256_of(old)})
    )
    assert run(["policy", "check", str(new), "--replaces", str(old)]) == 0
    assert run(["policy", "check", str(old), "--replaces", str(new)]) == 1
    assert "not later" in capsys.readouterr().out
    old.write_text(old.read_text() + " ")
    assert run(["policy", "check", str(old)]) == 1
    assert run(["policy", "show", str(old)]) == 0
    assert "Not in force" in capsys.readouterr().out
    assert run(["policy", "check", str(tmp_path / "none.json")]) == 2
