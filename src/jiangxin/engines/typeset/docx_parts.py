"""The package that a DOCX is: our own settings, fonts and properties instead of those of an English template.

The same parts give the same bytes: no time of making is written, neither into the properties nor into the archive.
"""

from __future__ import annotations

import io
import zipfile
from types import MappingProxyType

import docx
from docx.document import Document as Made
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap
from lxml import etree

from jiangxin.engines.typeset.document import Document
from jiangxin.engines.typeset.docx_styles import FONTS, LANGUAGE, LATIN, styles
from jiangxin.engines.typeset.docx_xml import element, lawful

#: Word 2013 and later.
COMPATIBILITY = 15
#: What readers' machines call a font, where they lack the one that is named.
ALTERNATIVES = MappingProxyType(
    {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "SimHei", "宋体": "SimSun"}
)
_COMPATIBLE = "http://schemas.microsoft.com/office/word"
_PARTS = "http://schemas.openxmlformats.org/package/2006"
#: The longest property that readers take.
_LONGEST = 255
_PREFIXES = ("w", "r", "wp", "a", "pic")
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Simplified Chinese, by the number that Windows gives the character set.
_CHINESE, _WESTERN = "86", "00"


def opened(document: Document) -> Made:
    """Return an empty file for a document, with its styles, to be filled and packed."""
    made = docx.Document(io.BytesIO(_archive(_skeleton(document))))
    about = made.core_properties
    about.title = lawful(document.title.replace("\n", ""))[:_LONGEST]
    about.author = lawful("、".join(document.signatories) or document.printer)[:_LONGEST]
    about.language = LANGUAGE
    return made


def packed(made: Made) -> bytes:
    """Return the file as bytes that are the same whenever they are made."""
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as archive:
        return _archive({name: archive.read(name) for name in archive.namelist()})


def _archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return out.getvalue()


def _skeleton(document: Document) -> dict[str, bytes]:
    """Return the parts of a file without text."""
    word = {
        "word/styles.xml": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, styles(document)),
        "word/settings.xml": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _written(_settings())),
        "word/fontTable.xml": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, _written(_fonts())),
    }
    package = {
        "word/document.xml": (
            CONTENT_TYPE.WML_DOCUMENT_MAIN,
            RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
            _written(_empty()),
        ),
        "docProps/core.xml": (
            CONTENT_TYPE.OPC_CORE_PROPERTIES,
            RELATIONSHIP_TYPE.CORE_PROPERTIES,
            f'<cp:coreProperties xmlns:cp="{nsmap["cp"]}" xmlns:dc="{nsmap["dc"]}"/>'.encode(),
        ),
    }
    every = package | word
    return {
        "[Content_Types].xml": _content_types({name: kind for name, (kind, _relation, _content) in every.items()}),
        "_rels/.rels": _relations({name: relation for name, (_kind, relation, _content) in package.items()}),
        "word/_rels/document.xml.rels": _relations(
            {name.removeprefix("word/"): relation for name, (_kind, relation, _content) in word.items()}
        ),
    } | {name: content for name, (_kind, _relation, content) in every.items()}


def _empty() -> etree._Element:
    """Return a text without paragraphs, which names what pictures and references in it will need."""
    root: etree._Element = OxmlElement("w:document", nsdecls={prefix: nsmap[prefix] for prefix in _PREFIXES})
    root.append(element("body"))
    return root


def _content_types(kinds: dict[str, str]) -> bytes:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    defaults = (
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>'
    )
    return f'<Types xmlns="{_PARTS}/content-types">{defaults}{overrides}</Types>'.encode()


def _relations(targets: dict[str, str]) -> bytes:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{relation}" Target="{target}"/>'
        for number, (target, relation) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PARTS}/relationships">{relations}</Relationships>'.encode()


def _settings() -> etree._Element:
    """Return what holds for the whole document."""
    compatible = {
        "compatibilityMode": COMPATIBILITY,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    return element(
        "settings",
        element("zoom", percent=100),
        element("bordersDoNotSurroundHeader"),
        element("bordersDoNotSurroundFooter"),
        element("defaultTabStop", val=420),
        element("evenAndOddHeaders"),
        # Punctuation keeps its cell, so that a line has 28 characters.
        element("characterSpacingControl", val="doNotCompress"),
        element(
            "compat",
            element("doNotExpandShiftReturn"),
            element("useFELayout"),
            *(element("compatSetting", name=name, uri=_COMPATIBLE, val=value) for name, value in compatible.items()),
        ),
        element("themeFontLang", val=LANGUAGE, eastAsia=LANGUAGE),
        element("decimalSymbol", val="."),
        element("listSeparator", val=","),
    )


def _fonts() -> etree._Element:
    """Return the fonts that the document names; none is embedded."""
    chinese = (
        element(
            "font",
            element("altName", val=ALTERNATIVES[name]),
            element("charset", val=_CHINESE),
            element("family", val="auto"),
            element("pitch", val="variable"),
            name=name,
        )
        for name in FONTS.values()
    )
    latin = element(
        "font",
        element("charset", val=_WESTERN),
        element("family", val="roman"),
        element("pitch", val="variable"),
        name=LATIN,
    )
    return element("fonts", latin, *chinese)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
