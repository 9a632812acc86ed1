"""What a PDF must say of itself and WeasyPrint does not: that it is accessible as well as archival.

PDF/A lets a document bear further marks only where their meaning is written beside them
(ISO 19005-3, 6.6.2.3), so the mark of PDF/UA-1 brings its own description.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Protocol

UA_MARK = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"


class Carried(Protocol):
    """A file inside a document."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def media_type(self) -> str: ...  # noqa: D102


def finish_pdf(pdf: bytes, attachments: Sequence[Carried] = ()) -> bytes:
    """The same document with the mark of PDF/UA-1 and the media types of what it carries.

    The same document always gives the same bytes.
    """
    import pikepdf

    types = {each.name: each.media_type for each in attachments}
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.Root.Metadata
        said = metadata.read_bytes()
        metadata.write(said.replace(END, UA_MARK + END))
        files = []
        for name, file in opened.attachments.items():
            stream = file.obj.EF.F
            stream.Subtype = pikepdf.Name("/" + types[name])
            file.obj.EF.UF = stream
            files.append(file.obj)
        if files:
            opened.Root.AF = pikepdf.Array(files)
        finished = BytesIO()
        opened.save(
            finished,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return finished.getvalue()
