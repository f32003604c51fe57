"""The smallest staff that passes every gate."""

from dataclasses import replace
from itertools import combinations

from gongkai.agencies.door import Role
from gongkai.agencies.staffing import are_apart, gates, opened_by, roles_needed, smallest_staff

PUBLISHING = [gate for gate in gates() if gate.id in {"draft", "first_review", "second_review", "third_review"}]


def test_an_item_needs_four_people_to_be_published():
    assert len(smallest_staff(PUBLISHING)) == 4


def test_four_people_are_enough_for_every_gate_of_an_agency():
    staff = smallest_staff(gates())
    assert len(staff) == 4
    assert sorted(gate.id for opened in staff for gate in opened) == sorted(gate.id for gate in gates())


def test_nobody_in_the_smallest_staff_opens_two_gates_that_are_apart():
    for opened in smallest_staff(gates()):
        assert not any(are_apart(one, other) for one, other in combinations(opened, 2))


def test_three_people_are_too_few_and_one_is_enough_where_nothing_is_apart():
    assert all(are_apart(one, other) for one, other in combinations(PUBLISHING, 2))
    assert len(smallest_staff([replace(gate, apart=frozenset()) for gate in gates()])) == 1
    assert smallest_staff([]) == []


def test_every_gate_names_known_roles_and_known_gates():
    for gate in gates():
        assert gate.roles <= set(Role), gate
        assert gate.apart <= {other.id for other in gates()}, gate


def test_the_roles_of_the_smallest_staff_are_told():
    told = [roles_needed(opened) for opened in smallest_staff(PUBLISHING)]
    assert told == [["clerk"], ["first_reviewer"], ["second_reviewer"], ["third_reviewer"]]


def test_two_people_with_every_role_leave_gates_closed_and_any_four_do_not():
    everything = {str(role) for role in Role}
    assert len(opened_by(gates(), dict.fromkeys("ABCD", everything))) == len(gates())
    closed = {gate.id for gate in gates()} - opened_by(gates(), dict.fromkeys("AB", everything)).keys()
    assert len(closed) >= 2


def test_who_is_named_holds_the_role_and_opens_no_two_gates_apart():
    held = {role.value: {role.value} for role in Role}
    found = opened_by(gates(), held)
    assert {gate.id for gate in gates()} == found.keys()
    for one, other in combinations(gates(), 2):
        assert not (are_apart(one, other) and found[one.id] == found[other.id])
    assert all(gate.roles & held[found[gate.id]] for gate in gates())


def test_a_role_that_nobody_holds_is_the_one_gate_closed():
    held = {role.value: {role.value} for role in Role if role != Role.INSPECTOR}
    assert {gate.id for gate in gates()} - opened_by(gates(), held).keys() == {"inspection"}
