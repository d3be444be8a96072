"""English word lists: reporting verbs, nouns for people, and words that are not part of a name."""

from __future__ import annotations

from seeds.dates import MONTHS


def make_word_set(words: str) -> frozenset[str]:
    """Return the words of a text that separates them by whitespace."""
    return frozenset(words.split())


REPORTING_VERBS = make_word_set(
    "said says say told tells tell added adds explained explains replied replies answered answers "
    "asked asks joked jokes teased teases noted notes recalled recalls revealed reveals shared "
    "shares stressed stresses insisted insists began begins continued continues admitted admits "
    "confirmed confirms announced announces wrote writes warned warns quipped quips expressed "
    "expresses hinted hints declared declares stated states remarked remarks remembered remembers "
    "observed observes argued argues claimed claims predicted predicts promised promises responded "
    "responds concluded concludes mused muses gushed gushes commented comments disclosed discloses "
    "exclaimed exclaims whispered whispers shouted shouts suggested suggests agreed agrees laughed "
    "laughs complained complains described describes called calls dubbed dubs reported reports "
    "elaborated elaborates elaborate talked talks spoke speaks acknowledged acknowledges "
    "emphasized emphasised emphasizes emphasises reflected reflects countered counters cautioned "
    "cautions repeated repeats sighed sighs cried cries boasted boasts praised praises thought "
    "thinks believed believes maintained maintains proclaimed tweeted posted interjected urged "
    "urges corrected corrects conceded concedes objected objects protested protests muttered "
    "mutters murmured murmurs lamented laments confessed confesses retorted retorts"
)
REPORTING_PARTICIPLES = make_word_set(
    "saying adding explaining telling noting joking recalling revealing insisting admitting "
    "confirming warning hinting declaring stating remarking writing calling describing sharing "
    "replying answering asking promising quipping teasing shouting whispering crying"
)
"""Participles whose subject stands earlier in the sentence."""
REPLY_VERBS = make_word_set(
    "replied replies answered answers responded responds countered counters"
)
"""Reporting verbs whose subject is not the person who spoke last."""

FEMALE_NOUNS = make_word_set(
    "actress heroine sister mother mum mom daughter wife widow aunt niece grandmother girlfriend "
    "woman hostess comedienne queen princess Dame Mrs Ms Miss Lady Queen Princess Mademoiselle"
)
MALE_NOUNS = make_word_set(
    "brother father dad son husband widower uncle nephew grandfather boyfriend man king prince "
    "Sir Mr Lord King Prince Monsieur"
)
"""Nouns and titles for a man; those for a woman are in FEMALE_NOUNS."""
OCCUPATIONS = make_word_set(
    "actor star costar co-star director co-director writer co-writer screenwriter playwright "
    "novelist author producer co-producer composer songwriter singer musician drummer guitarist "
    "bassist pianist rapper dancer choreographer host presenter anchor editor co-editor critic "
    "reviewer journalist reporter columnist designer co-designer developer programmer creator "
    "co-creator showrunner founder co-founder president chairman chairwoman chief executive "
    "officer manager agent publisher distributor spokesman spokeswoman spokesperson animator "
    "illustrator artist painter cartoonist colourist colorist photographer cinematographer "
    "conductor comedian comic magician performer lead leader partner friend colleague assistant "
    "narrator veteran newcomer legend filmmaker film-maker scholar professor historian curator "
    "researcher scientist engineer architect teacher poet librettist lyricist translator puppeteer "
    "stuntman organiser organizer fan mayor minister senator Dr Prof Professor cousin twin spouse "
    "vocalist frontman frontwoman bandmate castmate alumnus alumna executive "
    "dramatist essayist biographer impresario publicist caretaker archivist"
)
"""Nouns for what a person does, or is to another person, without a gender."""
TITLES = make_word_set("Mr Mrs Ms Dr Prof Rev Hon St Sr Capt Col Gen Lt Sgt")
"""Titles that a stop may follow."""
PERSON_NOUNS = OCCUPATIONS | FEMALE_NOUNS | MALE_NOUNS

ACTION_VERBS = make_word_set(
    "stars starred wrote writes directed directs plays played portrays portrayed produced produces "
    "joined joins died appeared appears performs performed voiced voices sings sang sung created "
    "creates founded founds composed designed designs edited edits pitched left leaves stayed "
    "stays met meets went cast casts gave gives rose held holds signed signs attended won wins "
    "lost read reads returned returns reprised hosts hosted penned scripted kept keeps knew knows "
    "wants wanted hopes hoped star direct write play produce reprise sing perform appear join "
    "leave return attend host pen spent sat sits laughed smiled nodded broke grew lives lived "
    "married retired enjoyed"
)
"""Verbs whose subject is usually a person, not a work or an organisation."""

NON_PERSON_WORDS = make_word_set(
    "Studio Studios Award Awards School Show Theatre Theater Theatres Pictures Picture Concert "
    "Street Film Films Movie Movies Festival University College Weekly Monthly Daily Magazine "
    "Association Center Centre City County Productions Production Company Records Books Press "
    "Publishing Entertainment Media Network Television Radio Channel Club Society Guild Academy "
    "Institute Foundation Museum Gallery Hall House Park Square Road Lane Avenue Hotel Island "
    "Islands Lake River Mountain Sea Ocean Bay Beach Bridge Station Airport Church Cathedral Bank "
    "Group Inc Ltd Corp Times Post News Herald Tribune Gazette Journal Review Reporter Guide "
    "Chronicle Lantern Musical Series Season Episode Volume Chapter Part Game Games Video Reunion "
    "Sequel Prequel Edition Collection Anniversary Day Week Month Year Night Morning Evening "
    "Century World Union Kingdom States America American English British French German Italian "
    "Spanish Japanese Chinese Scottish Irish Danish European African Asian Australian Canadian "
    "North South East West New Los Las San Santa El Saint Mount Fort Port United Great Big Little "
    "Old High Second First Third Fourth Last Next Companion Orchestra Choir Band Opera Ballet "
    "Broadway Hollywood Cup League Con Prize Oscar Oscars Emmy Emmys Grammy Grammys Globe Globes "
    "Features Brothers Bros Partners Tomatoes Plus "
    "Kid Girls Boys Men Women People Us Live Special Report Update Story Stories Tale Tales"
)
"""Capitalised words that show that a name is not a person's."""
SENTENCE_STARTERS = make_word_set(
    "The A An In On At By For From To With Without Of Off As If When While Where Why How What Who "
    "Whose Which That This These Those There Here It Its He She They We I You His Her Their Our My "
    "Your And But Or Nor So Yet Then Than Now Not No Yes Also Still Even Just Only Both Either "
    "Neither Each Every All Any Some Many Much More Most Few Several One Two Three Four Five Six "
    "Seven Eight Nine Ten After Before Since Until Though Although Because Despite During Over "
    "Under Between Among Through About Above Across Against Along Around Behind Beside Beyond "
    "Into Onto Toward Towards Upon Within Like Unlike Once Later Earlier Meanwhile However "
    "Nevertheless Likewise Instead Perhaps Maybe According Following Speaking Asked Told Said Says "
    "Released Directed Written Did Does Do Is Are Was Were Has Have Had Would Can Could "
    "Should Might Must Let Please Well Oh Nobody Everybody Somebody Everyone Someone Nothing "
    "Everything Something Elsewhere Today Yesterday Tomorrow Tonight Original Former Fellow Late"
)
"""Words that are capitalised at the start of a sentence and are not part of a name."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CALENDAR_WORDS = frozenset(MONTHS) | frozenset(WEEKDAYS)
NAME_PARTICLES = make_word_set(
    "van von der den de del della di da du la le dos ter ten bin ibn al zu af"
)
"""Lower-case words inside names."""
