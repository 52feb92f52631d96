"""The quick path: what it takes, and that it takes nothing it cannot vouch for."""

import pytest

import flows.reading.plain
from flows.reading.plain import read_plain

COLUMNS = ["key", "kind", "note"]
HEAD = b"key,kind,note\n"


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request, monkeypatch):
    """Small and large files are proved in slightly different ways; every test holds for both."""
    if request.param == "large":
        monkeypatch.setattr(flows.reading.plain, "_SMALL", 0)


@pytest.mark.parametrize(
    ("data", "rows", "lines"),
    [
        (HEAD, [], []),
        (HEAD + b"a,b,c\n", [("a", "b", "c")], [2]),
        (b"\xef\xbb\xbf" + HEAD + b"a,,\n", [("a", None, None)], [2]),
        (b"key,kind,note\r\na,b,c\r\n,b,\r\n", [("a", "b", "c"), (None, "b", None)], [2, 3]),
        (HEAD + b'"a","","x ""y"", z"\n', [("a", None, 'x "y", z')], [2]),
        (HEAD + b'a,"1\n2\n\n3",c\nb,,\n', [("a", "1\n2\n\n3", "c"), ("b", None, None)], [2, 6]),
        (HEAD + b'"a\n",b,c\n"d\ne","f\ng",h\n', [("a\n", "b", "c"), ("d\ne", "f\ng", "h")], [2, 4]),
        (HEAD + "Côte d’Ivoire,Россия,Қазақстан\n".encode(), [("Côte d’Ivoire", "Россия", "Қазақстан")], [2]),
        (
            HEAD + b'a,b,c\r\nd,"e\r\nf",g\nh,,\r\n',
            [("a", "b", "c"), ("d", "e\r\nf", "g"), ("h", None, None)],
            [2, 3, 5],
        ),
        (HEAD + b"a, b , c\n", [("a", " b ", " c")], [2]),
        (HEAD + b"a,#b,'c'\n", [("a", "#b", "'c'")], [2]),
        (HEAD + b"a,NA,null\n", [("a", "NA", "null")], [2]),
        (HEAD + b"a,the key,key to it\n", [("a", "the key", "key to it")], [2]),
    ],
)
def test_house_style_is_read(data, rows, lines):
    part = read_plain(data, COLUMNS)
    assert part is not None
    assert part.frame.rows() == rows
    assert part.lines == lines
    assert part.rows == list(range(2, len(rows) + 2))
    assert part.letters == {"key": "A", "kind": "B", "note": "C"}
    assert part.readable
    assert (part.issues, part.lost) == ([], 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEAD[:-1],
        HEAD + b"a,b,c",
        b"kind,key,note\na,b,c\n",
        b"key,kind,note,\na,b,c,\n",
        HEAD + b"a,b\n",
        HEAD + b"a,b,c,\n",
        HEAD + b"a,b\na,b,c,d\n",
        HEAD + b"\na,b,c\n",
        HEAD + b"a,b,c\n\n",
        HEAD + b"a,b,c\n,,\n",
        HEAD + b"a,b,c\n , ,\n",
        HEAD + b'a,b,c\n"","",""\n',
        HEAD + b"a,b,c\nkey,kind,note\n",
        HEAD + b"a,b,c\nnote,kind,key\n",
        HEAD + b'a,b"c,d\n',
        HEAD + b'a,"b"c,d\n',
        HEAD + b'a,"b,c\n',
        HEAD + b'a,"b\nx,y,z\nc",d\n',
        HEAD + b"a,b,c\0\n",
        HEAD + b"a,b,c\x0bd\n",
        HEAD + b"a,b\rc,d\n",
        HEAD + b"a,b,\xff\n",
        HEAD + "a,b,c\u0085d\n".encode(),
        HEAD + "a,b,\ufeffc\n".encode(),
        HEAD + "a,b,\ufffd\n".encode(),
        HEAD + "a,b,CÃ´te\n".encode(),
        (HEAD + b"a,b,c\n").decode().encode("utf-16"),
    ],
)
def test_whatever_is_in_doubt_is_left_to_the_careful_path(data):
    assert read_plain(data, COLUMNS) is None
