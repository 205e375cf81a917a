"""The parts of a HWPX file and their ZIP: fixed order, fixed time stamps, mimetype first and stored."""

from __future__ import annotations

import io
from datetime import datetime, time
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kwonik.documents.normalise import normalise
from kwonik.documents.tree import Report, plain, texts

from .section import Section
from .xml import DECLARATION, ROOT, element, escape, tag

XML = "application/xml"
PREVIEW_LENGTH = 1000
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(report: Report) -> bytes:
    """The report as HWPX. Raises WrongTree for a wrong tree."""
    report = normalise(report)
    section = Section(report)
    body = section.xml()
    parts: dict[str, bytes | str] = {
        "mimetype": b"application/hwp+zip",
        "version.xml": _version(),
        "Contents/header.xml": section.shapes.header(),
        "Contents/section0.xml": body,
        **{f"BinData/{name}.png": png for name, png in section.images.items()},
        "Preview/PrvText.txt": _preview(report).encode("utf-8"),
        "settings.xml": _settings(),
        "META-INF/container.rdf": _rdf(),
        "Contents/content.hpf": _content(report, list(section.images)),
        "META-INF/container.xml": _container(),
        "META-INF/manifest.xml": tag("odf:manifest", **{"xmlns:odf": f"{OASIS}:manifest:1.0"}),
    }
    return _zip(parts)


OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def _zip(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in parts.items():
            entry = ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, data if isinstance(data, bytes) else (DECLARATION + data).encode("utf-8"))
    return file.getvalue()


def _version() -> str:
    # "tagetApplication" is Hancom's own spelling; it refuses the right one.
    return element(
        "hv:HCFVersion",
        {"xmlns:hv": "http://www.hancom.co.kr/hwpml/2011/version", "tagetApplication": "WORDPROCESSOR"}
        | {"major": 5, "minor": 1, "micro": 1, "buildNumber": 0, "os": 1, "xmlVersion": "1.5"}
        | {"application": "Kwonik", "appVersion": "1"},
    )


def _settings() -> str:
    names = {"xmlns:ha": ROOT["xmlns:ha"], "xmlns:config": ROOT["xmlns:config"]}
    return element(
        "ha:HWPApplicationSetting", names, tag("ha:CaretPosition", listIDRef=0, paraIDRef=0, pos=0)
    )


def _container() -> str:
    files = (
        ("Contents/content.hpf", "application/hwpml-package+xml"),
        ("Preview/PrvText.txt", "text/plain"),
        ("META-INF/container.rdf", "application/rdf+xml"),
    )
    roots = [element("ocf:rootfile", {"full-path": path, "media-type": kind}) for path, kind in files]
    names = {"xmlns:ocf": f"{OASIS}:container", "xmlns:hpf": ROOT["xmlns:hpf"]}
    return element("ocf:container", names, element("ocf:rootfiles", {}, *roots))


def _rdf() -> str:
    pkg = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"

    def about(what: str, child: str) -> str:
        return element("rdf:Description", {"rdf:about": what}, child)

    def kind(name: str) -> str:
        return element("rdf:type", {"rdf:resource": pkg + name})

    parts = (("Contents/header.xml", "HeaderFile"), ("Contents/section0.xml", "SectionFile"))
    described = [
        about("", element("ns0:hasPart", {"xmlns:ns0": pkg, "rdf:resource": path})) + about(path, kind(name))
        for path, name in parts
    ]
    names = {"xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    return element("rdf:RDF", names, *described, about("", kind("Document")))


def _content(report: Report, images: list[str]) -> str:
    stamp = datetime.combine(report.date, time()).strftime("%Y-%m-%dT%H:%M:%SZ")
    metas = {"creator": report.org, "subject": "", "description": "", "lastsaveby": report.org}
    metas |= {"CreatedDate": stamp, "ModifiedDate": stamp, "date": report.printed_date, "keyword": ""}
    metadata = [
        element("opf:title", {}, escape(report.title)),
        element("opf:language", {}, escape(report.lang)),
    ]
    metadata += [element("opf:meta", {"name": k, "content": "text"}, escape(v)) for k, v in metas.items()]
    items = [
        ("header", "Contents/header.xml"),
        ("section0", "Contents/section0.xml"),
        ("settings", "settings.xml"),
    ]
    manifest = [element("opf:item", {"id": name, "href": path, "media-type": XML}) for name, path in items]
    manifest += [
        element("opf:item", {"id": n, "href": f"BinData/{n}.png", "media-type": "image/png", "isEmbeded": 1})
        for n in images
    ]
    spine = [tag("opf:itemref", idref=name, linear="yes") for name in ("header", "section0")]
    return element(
        "opf:package",
        {**ROOT, "version": "", "unique-identifier": "", "id": ""},
        element("opf:metadata", {}, *metadata),
        element("opf:manifest", {}, *manifest),
        element("opf:spine", {}, *spine),
    )


def _preview(report: Report) -> str:
    lines = (plain(text) for block in report.blocks for text in texts(block))
    return "\r\n".join([report.title, *filter(None, lines)])[:PREVIEW_LENGTH]
