"""The words of a made-up event: what its reports are built from, and what all newsrooms print alike.

A viaduct breaks in a country that does not exist. All of it is our own writing.
"""

from __future__ import annotations

NOUNS = tuple(
    """
    girder/beam pylon/pillar carriage/coach engine/locomotive platform/quay inspector/examiner crane/hoist
    welder/smith farmhouse/homestead hospital/clinic surgeon/doctor ticket/pass passenger/traveller driver/motorist
    conductor/guard contractor/builder ledger/register invoice/bill drawing/blueprint valley/gorge river/stream
    footpath/trail ambulance/rescue-van helicopter/chopper ranger/warden pupil/schoolchild teacher/tutor
    grocer/shopkeeper tavern/inn chapel/shrine orchard/grove sawmill/timber-yard quarry/pit mechanic/fitter
    clerk/bookkeeper lawyer/attorney deputy/councillor minister/secretary tourist/visitor shepherd/herdsman
    postman/courier blanket/cover lantern/lamp barrier/fence siren/alarm telephone/handset camera/recorder
    generator/dynamo bolt/rivet cable/wire tunnel/bore signalbox/control-room sleeper/tie freight/cargo
    parcel/package widow/bereaved-woman choir/chorus bakery/bread-shop
    """.split()
)
"""Nouns, each with what may be put for it."""

VERBS = tuple(
    """
    repaired/mended inspected/examined carried/bore blamed/faulted praised/commended searched/combed
    photographed/pictured closed/shut reopened/restarted counted/tallied warned/alerted visited/toured
    signed/endorsed cancelled/scrapped delivered/brought measured/gauged promised/pledged questioned/interrogated
    lifted/raised removed/cleared evacuated/emptied donated/gave collected/gathered ordered/commissioned
    rejected/refused welcomed/greeted recorded/noted shielded/protected abandoned/deserted halted/stopped
    rebuilt/reconstructed borrowed/loaned disputed/contested recalled/remembered approved/cleared-off tested/tried
    sheltered/housed discovered/found
    """.split()
)
ADJECTIVES = tuple(
    """
    rusty/corroded narrow/slim wooden/timber elderly/aged exhausted/weary silent/quiet foreign/overseas local/nearby
    broken/damaged frightened/scared heavy/weighty regional/provincial private/personal costly/expensive modern/new
    muddy/soaked distant/remote injured/hurt famous/renowned temporary/makeshift empty/vacant steep/sheer
    western/occidental
    """.split()
)
ADVERBS = tuple(
    """
    overnight slowly twice reluctantly briefly partly early openly barely carefully suddenly again quietly
    """.split()
)
LINKS = tuple(
    """
    while because although after before since until when as though whereas
    """.split()
)
PLACES = tuple(
    """
    Aldmere Brunskoll Castrova Dimmelsund Eichrain Fennborg Gravelin Hestmark Irrawold Jostedal Karnitz Lofthus
    Merrow Nordhavn Ollbruck Pelsworth Quistrup Rannoway Sollbach Tverra Undrom Vasterhal Winnick Ysgard Zellmoos
    """.split()
)
SURNAMES = tuple(
    """
    Aasgard Birkholt Castellane Drummel Espelund Farnese Gulbrand Hartvig Isaksen Jorlund Kestner Lindgaard Mallory
    Nystad Osmund Pavelka Quiroga Ruthven Skarsten Torvald Ullman Vesper Wexley Yngvar Zabel Ackroyd Bellweather
    """.split()
)
FIRST_NAMES = tuple(
    """
    Amalia Bertil Cosima Dagny Elias Frida Gunnar Hedda Ingvar Jolanda Kasper Liv Magnus Nadia Oskar Petra Rolf
    Signe Tomas Ulrike Viggo Wenche Yara Zeno
    """.split()
)
OUTLETS = tuple(f"{place} {kind}" for place in PLACES for kind in ("Tribune", "Evening News", "Chronicle", "Post"))

BACKGROUND = (
    "The Corvald viaduct was opened in 1911 and carried the only railway between the coast and the eastern "
    "provinces. It was 84 metres high at its middle and rested on eleven pillars of brick. A third of the "
    "country's grain went over it.",
    "Engineers of the state railway had warned in a memorandum of 2016 that the seventh pillar was leaning. "
    "They asked for 46 million florins to strengthen it. The ministry granted nine million, and a limit of 40 "
    "kilometres an hour.",
    "Under the Railway Act of 1974 the state must pay for damage to freight, but not for delay. Merchants of "
    "the eastern provinces have gone to court over that clause four times and lost each time.",
    "Some 600 soldiers and 180 firefighters worked through the night with lamps from a film studio. They "
    "brought 212 passengers up from the gorge by rope, the interior ministry said, and 31 of them are still in "
    "hospital.",
    "The northern line, which could carry a part of the traffic, was closed in 1998 to save money. Its rails "
    "were sold, and a cycle path runs over most of its 170 kilometres.",
    "Opposition leader Henrike Vollan has called for the minister to resign. The governing coalition has a "
    "majority of two seats and goes to the polls in the spring.",
    "Geologists say that the gorge widens by two millimetres a year and that every pillar in it moves. The "
    "university in Nordhavn has measured it since 1953 and publishes its figures every March.",
    "A commission under the retired judge Sverre Malmqvist is to report within ninety days. It may summon "
    "witnesses and open the archives of the railway, which have been closed to the public for thirty years.",
    "Insurers put the damage at 1.3 billion florins, of which the railway itself bears four fifths. The "
    "central bank has lowered its forecast of growth for the eastern provinces from 2.1 to 0.6 per cent.",
    "The dispute over the line goes back to 1962, when two provinces refused to share the cost of a second "
    "track. A referendum on it failed by 411 votes, and no government has asked again.",
)
"""Paragraphs of an agency, which newsrooms print whole, cut, edited or reworded."""

POSTS = (
    "we are in the third coach nobody here is badly hurt but it hangs and we can see the river please hurry #corvald",
    "my grandfather helped to lay the bricks of pillar seven and he said to his last day that it would not "
    "outlive him #corvald",
    "to everyone who has brought soup blankets or just a hand to hold at the school in Hestmark tonight thank "
    "you from all of us",
    "the minister was on that viaduct in march with a photographer and a ribbon and now he says that nobody "
    "could have known",
    "if you were on the 18.40 from Nordhavn and are safe call your family the line in the gorge is down but "
    "the chapel has a phone",
    "one bridge one railway one excuse after another we have been saying this for thirty years and now they "
    "listen #corvald",
)
"""Posts, which pages show with and without quotation marks, handles and dates."""

CAPTIONS = (
    "Firefighters lower a rope from the broken edge of the Corvald viaduct to the coach that hangs above the river.",
    "A girl with a blanket round her shoulders waits in the school at Hestmark, where passengers spent the night.",
    "The seventh pillar of the viaduct in a photograph of 1923, when the railway had the brickwork painted for "
    "a royal visit.",
    "Cranes of the army stand in the gorge on Sunday morning, with the wreck of the engine between them.",
    "Judge Sverre Malmqvist leaves the ministry of transport after his first meeting with the engineers of the "
    "railway.",
)
CREDITS = ("Photo: Nordfoto", "Picture by Ana Lindqvist", "Nordfoto/pool", "")

STOCK = (
    "Trains between Nordhavn and the eastern provinces are replaced by buses until further notice, and "
    "passengers should allow two hours more.",
    "Anyone who is looking for relatives can call the crisis line of the Red Cross at any hour of the day and "
    "in four languages.",
    "The shares of the railway's insurer fell by seven per cent in early trading before they recovered most of "
    "the loss.",
    "The names of the dead have not been released, as their families are still being informed, a spokeswoman "
    "for the police said.",
)
"""Sentences that desks take over from each other without a thought."""

FURNITURE = (
    "Sign up for our evening letter and never miss a story from the gorge",
    "This article contains links from which we may earn a commission",
    "Were you on the train? Write to our newsroom in confidence",
    "Read more about the Corvald viaduct on our page of the day",
)
