"""The little of XML that the patcher needs: tags and attributes found in bytes, so that every byte around them stays as it is."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from shopbook.host.package.refusals import HAS_DTD, NOT_UTF8, UNUSUAL_XML, Refusal

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)

_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_USUAL_ATTRIBUTE = re.compile(r'([\w:.-]+)\s*=\s*"([^"]*)"', re.ASCII)
_ENTITY = re.compile(rb"&(lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);")
_NAMED = {b"lt": b"<", b"gt": b">", b"amp": b"&", b"quot": b'"', b"apos": b"'"}
_COMMENT = re.compile(rb"<!--(.*?)-->", re.DOTALL)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']""")


@cache
def opening(name: str) -> re.Pattern[bytes]:
    """A pattern for the opening (or self-closed) tag of an element, with any prefix; group 1 is the prefix with its colon."""
    return re.compile(rb"<((?:[\w.-]+:)?)%b(?=[\s/>])[^>]*>" % name.encode())


@cache
def element(name: str) -> re.Pattern[bytes]:
    """A pattern for a whole element that does not hold another of its name; group 1 is its opening tag, 2 its prefix, 3 what is inside."""
    return re.compile(
        rb"(<(?P<p>(?:[\w.-]+:)?)%b(?=[\s/>])(?:[^>]*[^>/])?>)(.*?)</(?P=p)%b\s*>" % (name.encode(), name.encode()), re.DOTALL
    )


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of one tag, prefixes kept, values unescaped."""
    if b"&" not in tag and b"'" not in tag:  # nearly always
        return dict(_USUAL_ATTRIBUTE.findall(tag.decode()))
    return {name.decode(): unescaped(value[1:-1]) for name, value in _ATTRIBUTE.findall(tag)}


def tags(xml: bytes, name: str) -> Iterator[tuple[bytes, Mapping[str, str]]]:
    """Every opening tag of that name with its attributes, in order."""
    return ((found[0], attributes(found[0])) for found in opening(name).finditer(xml))


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The tag with one attribute set: in its place if it is there, else as the last."""
    quoted = b'"%b"' % escaped(value).replace(b'"', b"&quot;")
    there = re.search(rb"""\s%b\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode()), tag)
    if there:
        return tag[: there.start(1)] + quoted + tag[there.end(1) :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" %b=%b" % (name.encode(), quoted) + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """The tag without one of its attributes."""
    return re.sub(rb"""\s%b\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode()), b"", tag)


def is_true(value: str | None) -> bool:
    """How XML Schema writes a truth."""
    return value in {"1", "true", "on"}


def escaped(text: str) -> bytes:
    """Text as it stands between tags."""
    raw = text.encode()
    if "&" in text or "<" in text or ">" in text:  # three looks take half the time of three replacements
        return raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return raw


def unescaped(raw: bytes) -> str:
    """What stands between tags as text."""
    return (_ENTITY.sub(_entity, raw) if b"&" in raw else raw).decode()


def require_plain(xml: bytes) -> None:
    """Refuse what byte patterns could misread: other encodings, DTDs, comments that hold tags, CDATA.

    Raises:
        Refusal: The part is one of these.
    """
    declared = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if xml.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")) or (
        declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}
    ):
        raise Refusal(NOT_UTF8)
    if b"<!DOCTYPE" in xml:
        raise Refusal(HAS_DTD)
    if b"<![CDATA[" in xml or any(b"<" in comment for comment in _COMMENT.findall(xml)):
        raise Refusal(UNUSUAL_XML)


def _entity(found: re.Match[bytes]) -> bytes:
    name: bytes = found[1]
    if name in _NAMED:
        return _NAMED[name]
    return chr(int(b"0" + name[1:], 16) if name[1:2] == b"x" else int(name[1:])).encode()
