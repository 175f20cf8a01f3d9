"""What a word on a plan says of a room, in a few languages: IMDF's category for `WC`, `Treppe`, `Couloir`, `Gym`."""

import re

_WORDS = (
    ("restroom.female", "girls women damen ladies femmes filles mujeres"),
    ("restroom.male", "boys men herren gents hommes garcons garçons hombres"),
    (
        "restroom",
        "restroom toilet toilets wc bathroom lavatory washroom toilette toiletten sanitaires toilettes baño aseo rr",
    ),
    ("stairs", "stair stairs stairway stairwell staircase steps treppe treppenhaus escalier escaliers escalera strs"),
    ("elevator", "elevator elev lift aufzug ascenseur ascensor evtr"),
    (
        "walkway",
        "corridor corr hall hallway passage walkway flur gang couloir pasillo vestibule vest circulation korridor dgt",
    ),
    ("lobby", "lobby foyer entrance entry atrium hall d'entrée eingang commons concourse windfang"),
    ("classroom", "classroom class klassenraum klassenzimmer salle aula seminarraum seminar cr instruction"),
    ("laboratory", "lab laboratory labor laboratoire science chemistry physics biology"),
    ("library", "library media bibliothek bibliothèque cdi biblioteca"),
    ("fitnessroom", "gym gymnasium turnhalle sporthalle gymnase fitness weight wrestling"),
    ("auditorium", "auditorium theater theatre hörsaal amphi amphithéâtre stage assembly"),
    ("kitchen", "kitchen küche cuisine cocina kit"),
    ("foodservice", "cafeteria mensa cantine dining restaurant servery lunch cafe café"),
    ("conferenceroom", "conference meeting besprechung réunion conf"),
    (
        "office",
        "office büro bureau principal administration admin counselor nurse reception secretary sekretariat oficina secretariat",
    ),
    (
        "storage",
        "storage store closet lager archiv archive stor janitor custodian custodial jc abstellraum dépôt local rangement putzraum",
    ),
    ("serverroom", "server mdf idf data telecom it-raum edv serverraum"),
    ("nonpublic", "mechanical electrical mech elec boiler hvac utility technik heizung chaufferie plant shaft schacht"),
    ("lounge", "lounge staffroom lehrerzimmer teachers faculty salon break"),
    ("shower", "shower dusche douche locker lockers umkleide vestiaire changing"),
    ("parking", "parking parkplatz car garage"),
    ("room", "room raum zimmer space"),
)
_CATEGORIES = {word: category for category, words in reversed(_WORDS) for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)
_NUMBER = re.compile(r"(?=.{1,9}$)(?=.*\d)[A-Za-z]{0,4}[-. ]?\d{1,5}[A-Za-z]{0,2}(?:[-./]\d{1,4}[A-Za-z]?){0,2}")
_MEASURE = re.compile(
    r"[\d.,\s'\"x×/-]*\d[\d.,\s'\"x×/-]*(?:m2|m²|qm|sf|s\.f\.|sq\.?\s*ft\.?|ft2|ft²|m|mm|cm|ft|in|kg|%|°)\.?",
    re.IGNORECASE,
)
_KNOWN = frozenset(category for category, _ in _WORDS)


def category_in(text: str) -> str:
    """IMDF's unit category for words on a plan; empty when none is known."""
    if text in _KNOWN:
        return text
    words = [word.lower() for word in _WORD.findall(text)]
    found = [_CATEGORIES[word] for word in words if word in _CATEGORIES]
    if "restroom" in found:
        return next((category for category in found if category.startswith("restroom.")), "restroom")
    return next((category for category in found if category != "room"), found[0] if found else "")


def is_number(text: str) -> bool:
    """Whether a text is what stands on a door: `214`, `B-12`, `E023`, `1.04a`."""
    return _NUMBER.fullmatch(text.strip()) is not None and not is_measure(text)


def is_measure(text: str) -> bool:
    """Whether a text is a size such as `45,3 m²` or `820 SF`, which names no room."""
    return _MEASURE.fullmatch(text.strip()) is not None
