"""Work in threads gives what work in one thread gives."""

from __future__ import annotations

import threading

import pytest

from dutyscore.model.threads import THREADS, Begun, in_threads


def test_results_come_in_order() -> None:
    assert in_threads(lambda a, b: a * 10 + b, range(50), range(50)) == [number * 11 for number in range(50)]
    assert in_threads(lambda a: a, []) == []


def test_a_single_piece_is_done_by_who_asks() -> None:
    assert in_threads(lambda _: threading.current_thread(), [1]) == [threading.current_thread()]


def test_several_threads_work_and_are_gone_afterwards() -> None:
    meeting = threading.Barrier(THREADS, timeout=60)  # breaks unless so many are there at once
    before = threading.active_count()
    in_threads(lambda _: meeting.wait(), range(THREADS))
    assert threading.active_count() == before


def test_work_may_ask_for_threads_itself() -> None:
    found = in_threads(lambda a: sum(in_threads(lambda b: a * b, range(4))), range(4))
    assert found == [0, 6, 12, 18]


def test_of_several_errors_that_of_the_first_piece_is_raised() -> None:
    late = threading.Event()

    def work(number: int) -> None:
        if number == 0:
            late.wait(60)
        late.set()
        raise ValueError(number)

    with pytest.raises(ValueError, match=r"^0$"):
        in_threads(work, range(THREADS))


def test_what_has_begun_may_be_waited_for_more_than_once() -> None:
    begun = Begun(lambda a, b: a + b, 1, 2)
    assert (begun.result(), begun.result()) == (3, 3)


def test_an_error_of_what_has_begun_is_raised_where_it_is_waited_for() -> None:
    begun = Begun(int, "x")
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            begun.result()
