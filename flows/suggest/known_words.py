"""Words and marks of the record that are right though they look like a slip of others; each was looked at once.

They stand three times or less, one letter away from a word that stands more often: "play" beside "plan", "Chine" beside "China".
A new word that is right and is taken for a slip needs a waiver until a second row uses it, or a place in this list.
"""

from __future__ import annotations

KNOWN = frozenset(
    """
    2f 3a act add adds aimed al albanie allafrica also am american andorre ap ashx ask australie b2 b4 b5 b7 b8 ba bas
    best bf bill binding bulgarie calls care cerd cescr ch clang combat coopération corée countrynames crises croatie
    d2 days dp enc escr estonie eu fifty four fund gi gnews ground head held her here his idea im info informal int
    island islande its kas katysty kazahstana kazahstane kazakhstana kazakhstans kazakstan kazn kt lage last later
    lead least les lhomme life lift light lite loc malte mass men most newsid next nine note nsf off para part pays
    play prezident q rape re ri road sa same sat seventy soudan sound status tekst ten terrorist than tomé took tv two
    u unhcr uni uz uzbekiston va vulture was week what who wording y д ирландия микронезии микронезия о
    """.split()  # noqa: SIM905  a list of quoted words is harder to read and to add to
)

# Quotation marks, an ellipsis, odd ends of addresses.
KNOWN_MARKS = frozenset(
    (' "', '" ', "/%", "...; ", "-/", "=_", " = ", ".?", ",", "’ ", " | ", "/-/", "./", "...", "/)")
)
