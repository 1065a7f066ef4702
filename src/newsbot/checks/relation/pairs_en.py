"""English words that say the opposite of one another, from general knowledge.

`WORDS` holds base forms, one pair of sides a line, as in `pairs_zh`. `FORMS` are irregular forms with their base.
"""

WORDS = """
rise grow increase climb gain surge soar jump advance | fall decline decrease drop plunge slump tumble sink dwindle
grow swell | shrink dwindle
up upward upwards | down downward downwards
higher | lower
high highest | low lowest
raise boost lift hike increase | lower cut reduce slash decrease trim
growth increase rise | decline decrease drop fall reduction contraction
more most | less fewer least fewest
many | few
above over | below under
exceed surpass beat top outperform | miss lag trail underperform
greater larger bigger large big largest biggest | smaller small smallest
expand widen broaden extend enlarge | shrink narrow contract shorten
expansion | contraction
strengthen reinforce bolster | weaken undermine
strong stronger strength | weak weaker weakness
strongly | weakly
accelerate quicken speed hasten | slow decelerate delay
fast faster quick quickly rapid rapidly | slow slower slowly gradual gradually
early earlier earliest | late later latest
advance | delay postpone retreat
approve accept pass endorse ratify greenlight | reject refuse deny decline veto disapprove
approval acceptance | rejection refusal denial
accept agree | refuse decline reject disagree
support back favor favour endorse champion | oppose resist reject criticize criticise condemn
supporter advocate proponent | opponent critic detractor
opposition | support
admit acknowledge confirm concede | deny reject refute
allow permit enable authorize authorise let | ban forbid prohibit bar block prevent disallow
legal lawful legalize | illegal unlawful criminalize
start begin launch commence initiate open resume | end finish stop halt close conclude terminate cease suspend
opening | closing
open | closed shut
opened | closed
continue proceed maintain | stop halt discontinue cease abandon
resume | suspend pause halt
create build establish form found construct | destroy demolish dismantle dissolve abolish
success succeed successful successfully | failure fail unsuccessful unsuccessfully
win victory triumph winner | lose defeat loss loser
defeat | lose
profit gain profitable profitability | loss deficit unprofitable
surplus | deficit shortfall
income revenue | expense expenditure
import importer | export exporter
buy purchase acquire buyer | sell divest dispose seller
inflow | outflow
appreciate appreciation | depreciate depreciation
bull bullish | bear bearish
upgrade | downgrade
upside | downside
uptick upturn | downtick downturn
tailwind | headwind
maximum max | minimum min
initial initially | final finally eventual eventually
formerly previously | currently next
before prior preceding | after following subsequent
ahead | behind
lead leading | trail trailing lag lagging
domestic domestically home | foreign overseas international abroad
internal internally | external externally
inside indoor indoors | outside outdoor outdoors
local | national global foreign
join enter | leave exit quit withdraw
entry | exit
arrive arrival | depart departure leave
appoint hire employ recruit | fire dismiss sack oust remove lay
appointment hiring | dismissal firing
resign | join
elect | oust
public publicly | private privately secret secretly
reveal disclose expose publish | conceal hide withhold suppress
open openly transparent | secret secretive secretly opaque
valid | invalid void
effective effectively | ineffective ineffectively
efficient efficiently efficiency | inefficient inefficiency inefficiently
guilty convict | innocent acquit exonerate
arrest detain imprison jail | release free
capture | release
prosecute | defend
prosecution prosecutor plaintiff | defense defence defendant
possible likely probable probably | impossible unlikely improbable
able | unable
can could | cannot
will would shall | won't
always | never
all every everyone everything | none no nobody nothing
any | no
both | neither
some | none
often frequently frequent commonly | rarely seldom infrequent infrequently
common usual typical | rare uncommon unusual atypical
major majority | minor minority
main primary primarily | secondary
important significant crucial essential vital | unimportant insignificant trivial minor negligible
significantly substantially considerably greatly sharply | slightly marginally insignificantly modestly
serious severe | mild minor
severely | mildly
strict stringent tight | loose lax lenient
tighten | loosen ease relax
improve better enhance improvement | worsen deteriorate worse degrade deterioration
better best | worse worst
good well positive positively favorable favourable | bad poor negative negatively unfavorable unfavourable adverse
benefit beneficial advantage helpful | harm harmful disadvantage detrimental
help assist aid | hinder hurt impede harm
promote encourage foster facilitate stimulate | discourage deter hinder inhibit prevent suppress
protect preserve safeguard | damage destroy endanger harm
cause | prevent
peace peaceful ceasefire | war conflict violent
attack offensive offense | defend defense defence defensive
ally friend friendly | enemy foe rival hostile
unite unity united | divide division divided
agreement agree consensus | disagreement disagree dispute
cooperate cooperation | compete confrontation competition
stable steady stability | unstable volatile volatility instability
safe safely safety | dangerous unsafe danger dangerously
abundant ample sufficient plentiful enough | scarce insufficient inadequate lacking
abundance | scarcity shortage
rich wealthy | poor impoverished
urban city | rural countryside
simple easy easily straightforward simply | complex difficult hard complicated
add include | remove delete exclude subtract omit
inclusion | exclusion
including | excluding
with | without
keep retain preserve | discard scrap drop abandon
cancel revoke repeal scrap | reinstate restore
sign | cancel
obey comply follow adhere | violate breach defy flout
trust believe | distrust doubt disbelieve
confident confidence | doubtful uncertain doubt
certain sure certainly definitely | uncertain unsure doubtful
praise applaud commend laud | criticize criticise blame condemn slam
reward | punish penalize penalise
welcome | shun reject
happy pleased satisfied delighted | unhappy displeased dissatisfied upset
love like | hate dislike
hope hopeful optimistic optimism | despair hopeless pessimistic pessimism
born birth | dead death
live alive survive survivor | die dead perish
kill | save rescue
healthy health | sick ill unhealthy
recover recovery | relapse recession
demand | supply
lend lender creditor | borrow borrower debtor
deposit | withdraw withdrawal
invest investment | divest divestment
spend | save earn
expensive costly | cheap inexpensive affordable
overvalued | undervalued
overestimate | underestimate
inflation | deflation
merge merger combine | split separate spin
together jointly joint | separately alone separate
same similar similarly identical | different dissimilar differently opposite
similarity | difference
equal | unequal
fair fairly | unfair unfairly biased
free | paid
independent independently | dependent
depend | independent
true truly real genuine authentic | false fake untrue
correct accurate right accurately correctly | incorrect inaccurate wrong inaccurately incorrectly wrongly
known | unknown
newly modern | ancient outdated
young younger youngest | old older oldest elderly
past | future
long longer longest | short shorter shortest
temporary temporarily | permanent permanently
direct directly | indirect indirectly
full fully complete completely entirely entire whole | partial partially partly incomplete empty
wide broad broadly widely | narrow narrowly
deep | shallow
heavy | light
hot warm hotter warmer warming | cold cool colder cooler cooling
wet | dry
north northern northeast northwest | south southern southeast southwest
east eastern | west western
left | right
top | bottom
upper | lower
front | back rear
near close nearby | far distant
male man men boy he his him father husband son brother | female woman women girl she her mother wife daughter sister
active actively activate | inactive passive passively deactivate
voluntary voluntarily | forced mandatory compulsory involuntary
mandatory compulsory required | optional voluntary
formal official officially | informal unofficial unofficially
liberal progressive left-wing leftist | conservative right-wing rightist
majority | minority
present attend presence attendance | absent absence skip
visible | invisible hidden
connect attach | disconnect detach
link | unlink
enable | disable
lock | unlock
load | unload
push | pull
send | receive
teach teacher | learn student
find | lose
remember | forget
appear emerge | disappear vanish
increase increasing increasingly | decreasing decrease decreasingly
rising growing | falling declining shrinking
supervised | unsupervised
supervision | non-supervision
linear | nonlinear non-linear
parametric | nonparametric non-parametric
convex | nonconvex non-convex
discrete | continuous
online | offline
static | dynamic
sparse | dense
local | global
labeled labelled annotated | unlabeled unlabelled unannotated
robust | fragile brittle vulnerable
robustness | vulnerability
deterministic | stochastic random
homogeneous | heterogeneous
explicit explicitly | implicit implicitly
upper-bound | lower-bound
generalize | overfit
minimize minimise minimization | maximize maximise maximization
bias biased | unbiased
supervise | unsupervise
synchronous | asynchronous
symmetric | asymmetric
trained | untrained pretrained
superior | inferior
outperforming | underperforming
consistent consistently | inconsistent inconsistently
tractable | intractable
feasible | infeasible
reliable | unreliable
related relevant | unrelated irrelevant
limited | unlimited
manual manually | automatic automatically automated
single | multiple
low-dimensional | high-dimensional
fragmented | unified
centralized centralised | decentralized decentralised distributed
organic | inorganic acquired
cash | non-cash
fixed | variable floating
short-term near-term | long-term
recurring | nonrecurring non-recurring
favorably | unfavorably
ongoing | finished completed
"""

FORMS = """
rise rose risen rising | fall fell fallen falling | grow grew grown growing | sink sank sunk | shrink shrank shrunk
lose lost losing loses | win won winning wins | beat beats beaten beating | buy bought buying | sell sold selling
begin began begun beginning | cut cuts cutting | leave leaves leaving | give gave given giving
take took taken taking | find found finding | keep kept keeping | forget forgot forgotten | forbid forbade forbidden
withdraw withdrew withdrawn | build built building
spend spent spending | send sent sending | hide hid hidden hiding | teach taught teaching
slow slowed slows | stop stopped stopping | drop dropped dropping | ban banned banning | permit permitted permitting
admit admitted admitting | trim trimmed trimming | die died dies dying | deny denied denies denying
lend lent lending | lead led | overestimate overestimated | fire fired firing
lay laid | free freed | quit quits quitting
let lets letting | forget forgets forgetting | omit omitted omitting | deter deterred deterring
lag lagged lagging | win winner
shut shuts shutting | swell swelled swollen | split splits splitting | prefer preferred
"""
