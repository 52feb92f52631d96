from __future__ import annotations

from flows.suggest.derive import Table


def test_a_cell_that_depends_on_another_column() -> None:
    table = Table({"sub": [*["Central Asia"] * 5, *["Western Europe"] * 5, *["Eastern Asia"] * 5], "region": [*["Asia"] * 4, None, *["Europe"] * 5, *["Asia"] * 5]})  # fmt: skip
    assert table.derive("region", 4) == ["Asia"]


def test_nothing_is_derived_where_rows_disagree() -> None:
    table = Table({"key": list("aabbccddeeff"), "value": list("xyzxyzxyzxyz")})
    assert table.derive("value", 0) == []


def test_a_number_between_two() -> None:
    symbols = [f"A/HRC/RES/54/{number}" for number in range(1, 20)]
    cells: list[str | None] = [*symbols[:9], None, *symbols[10:]]
    assert Table({"symbol": cells}).derive("symbol", 9) == ["A/HRC/RES/54/10"]


def test_a_column_that_is_the_same_everywhere() -> None:
    assert Table({"country": [*["Kazakhstan"] * 20, None]}).derive("country", 20) == ["Kazakhstan"]
