import type { Label } from './lookalike-typos.ts';

/** Words that names made to deceive put beside a brand. */
const BRAND_WORDS = words(`
  access account accounts activate activation admin alert alerts app apps assist auth authenticate authorize
  backup bank banking benefits billing blog bonus business buy
  care careers cash center chat check checkout claim client clients cloud club code community confirm connect contact
  corp coupon covid credit crypto customer customers
  deal deals delivery desk deutschland dev direct discount docs document download drive
  email employee enterprise europe events
  fast feedback file files finance find fix forms free
  gateway get gift giftcard global go group
  help helpdesk hilfe home host hosting hr
  id identity inc india info install international intranet invest invoice
  jobs kyc
  legal link live llc local login logon logistics loyalty
  mail manage market media member members mfa mobile money my
  net news notice notification now
  office offer offers official online order orders outlet outlook
  partner partners pass password pay payment payments payroll phone portal post premium prime pro promo protect
  recover recovery refund register registration renew reset restore review reward rewards
  safe sale sales secure security server service services session settings shop sign signin signup site sms sso staff
  start status store support survey sync system
  tax team tech ticket token track tracking trade transfer trust
  uk unlock update upgrade usa user users
  validate validation verification verified verify vip vpn
  wallet web webmail website wifi win work world www
`);

/** Words that sound the same. */
const HOMOPHONES = sets(`
  ad add | aisle isle ill | air heir | ate eight | aunt ant | bare bear | base bass | be bee | beach beech | beat beet
  bean been | berry bury | blew blue | board bored | bolder boulder | brake break | bread bred | bridal bridle
  buy by bye | capital capitol | cell sell | cellar seller | cent scent sent | cereal serial | check cheque czech
  chews choose | choir quire | cite sight site | clause claws | coarse course | complement compliment | core corps
  council counsel | creak creek | days daze | dear deer | desert dessert | dew due do | die dye | draft draught
  dual duel | earn urn | fair fare | faze phase | feat feet | find fined | fir fur | flair flare | flea flee
  flew flu flue | flour flower | for four fore | fort fought | forth fourth | gamble gambol | gate gait | gene jean
  grate great | groan grown | guessed guest | hair hare | hall haul | hay hey | heal heel | hear here | hi high
  higher hire | him hymn | hole whole | holy wholly | hour our | idle idol | in inn | key quay | knew new gnu
  knight night | knot not | know no | lead led | leak leek | lessen lesson | lie lye | links lynx | loan lone
  made maid | mail male | main mane | manner manor | marshal martial | meat meet | medal meddle | metal mettle
  might mite | mind mined | missed mist | moose mousse | morning mourning | muscle mussel | naval navel | none nun
  oar or ore | one won | pail pale | pain pane | pair pare pear | passed past | patience patients | pause paws
  peace piece | peak peek pique | pedal peddle | pi pie | plain plane | plum plumb | pole poll | pore pour | pray prey
  presence presents | principal principle | prince prints | profit prophet | rain reign rein | rap wrap | raw roar
  read reed | real reel | red read | right rite write | ring wring | road rode rowed | role roll | root route
  rose rows | sail sale | sauce source | scene seen | sea see | seam seem | shear sheer | shoe shoo | side sighed
  soar sore | sole soul | some sum | son sun | stair stare | stake steak | stationary stationery | steal steel
  storey story | straight strait | suite sweet | tail tale | tea tee | team teem | their there | threw through
  throne thrown | tide tied | time thyme | tire tyre | to too two | toe tow | trade traid | vain vein vane | vary very
  wade weighed | waist waste | wait weight | war wore | ware wear where | way weigh | weak week | weather whether
  wood would | yoke yolk | you ewe u | your yore
`);

/** Words and how they are often misspelt; the first of each is the right one. */
const MISSPELLINGS = sets(`
  absence absense | accept exept | access acess acces | accident accidant | accommodation accomodation acommodation
  account acount accout | achieve acheive | acquire aquire | across accross | active activ | address adress addres
  advertisement advertisment | advice advise | agency agancy | airline arline | allowance allowence | amateur amatuer
  america amercia | analysis analisys analisis | apartment appartment apartement | apparel aparel | appear apear
  application aplication | argument arguement | article artical | assistant assistent | association asociation
  athlete athelete | audio audeo | author auther | available availible avalable | balance ballance | bank banc
  basically basicly | beautiful beutiful beautifull | beauty beuty | become becom | before befor | beginning begining
  believe beleive belive | bicycle bycicle | book bok | brilliant briliant | britain britian | budget buget
  build biuld | business buisness bussiness busness | calendar calender | camera camara | cancel cancell | career carreer
  caribbean carribean | category catagory | center centre | certificate certificat | channel chanel | chief cheif
  chocolate choclate | citizen citizan | client cleint | clothing cloting | coffee coffe cofee | collection colection
  college collage colege | comfortable comfortible | commerce comerce | commission comission | committee commitee comittee
  communication comunication | community comunity | company compny companey | comparison comparision | complete compleet
  computer computor | concert consert | connect conect | consult consalt | control controll | cruise cruse
  customer custommer costumer | daily dayly | data datta | decide descide | definitely definately | delivery delivary
  dentist dentest | dictionary dictionery | different diffrent | digital digitel | discount discont | discover discovor
  doctor docter | doctor doktor | education educaton | electric electirc | elegant elegent | email emial | embarrass embarass
  energy enery | engineer enginer | entertainment entertainmant | enterprise entreprise | environment enviroment
  equipment equiptment | example exampel exmaple | excellent excelent | exercise excercise | existence existance
  experience experiance | express expres | family familly | fashion fasion | favorite favourite | february febuary
  fiction ficton | finance finence | finally finaly | financial finacial | flight filght | foreign foriegn
  forty fourty | forward foward | freight frieght | friend freind | furniture furnature | future futur | gallery galery
  garden gardin | gateway gatway | general genral | global globel | google gogle googel | government goverment
  grammar grammer | grateful greatful | guarantee garantee gaurantee | guard gaurd | guidance guidence | health helth
  height hieght | heritage heratige | history histery | holiday holliday | hospital hospitel | hotel hottel
  humor humour | identity identitiy | immediately immediatly | independent independant | industry industrie
  information infomation | insurance insurence | intelligence inteligence | interest intrest | international internationel
  internet internt | interview inteview | investment invesment | jewelry jewellery jewlery | judgment judgement
  kitchen kichen | knowledge knowlege | language langauge | laundry laundery | lawyer laywer | leisure liesure
  library libary | license licence lisense | lightning lightening | literature litrature | loan lone | login loggin
  luxury luxery | machine machin | magazine magazin | maintenance maintainance | management managment | manager manger
  market markit | marriage marrige | medical medicle | medicine medecine | member memeber | message mesage
  million milion | minute minite | mortgage morgage | mountain moutain | museum musuem | natural naturel
  necessary neccessary | network netwrok | neighbor neighbour | noticeable noticable | nursery nursary | occasion occassion
  occurred occured | office ofice offise | official offical | online onlien | opinion opinon | opportunity oppurtunity
  order oder | original orignal | parliament parliment | partner partener | password pasword | payment paymant
  people poeple | perfect prefect | performance performence | permanent permanant | pharmacy pharmasy farmacy
  photo foto | physical phisical | picture picure | planet plannet | possible posible | power powr | preferred prefered
  privacy privasy | private privat | privilege priviledge | probably probaly | product prodcut | professional profesional
  profile profil | program programme | project projet | property propery | publicly publically | quality qaulity
  quarter qarter | questionnaire questionaire | quick quik | receipt reciept | receive recieve | recipe recepie
  recommend recomend | recruit recrute | reference referance | register registar | relevant relevent | religion religon
  restaurant restaraunt resturant | rhythm rythm | safety saftey | schedule schedual | school shcool | science sience
  secretary secratary | secure secur | security securty securiy | separate seperate | service servise | similar similiar
  simple simpel | social socail | software sofware | solution soluton | special speical | sponsor sponser
  statement statment | store stor | strategy stratagy | student studant | studio stuido | success sucess succes
  supply suply | support suport | surgery sergery | surprise suprise | system sistem | technical tecnical
  technology tecnology techology | telephone telefone | television televison | temperature temprature | theater theatre
  thought thougt | through thru | tomorrow tommorow tommorrow | tonight tonite | tourism turism | transfer transfere
  travel travle | treasury tresury | truly truely | tutorial tutoral | university univeristy | until untill | upgrade upgade
  vacation vaction | vacuum vaccum | vehicle vehical | video vidio | village vilage | visible visable | volume volum
  wallet walet | weather wether | website webiste | wednesday wensday | weird wierd | welcome wellcome | wholesale holesale
  window windo | world wrold | writing writting | yacht yatch | yoga yogha | youtube youtub
`);

const NUMERALS = sets(`
  0 zero null oh | 1 one first won | 2 two second to too | 3 three third | 4 four fourth for | 5 five fifth | 6 six sixth
  7 seven seventh | 8 eight eighth ate | 9 nine ninth | 10 ten tenth | 11 eleven | 12 twelve | 20 twenty | 24 twentyfour
  100 hundred | 365 threesixtyfive | 1000 thousand
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function sets(text: string): string[][] {
  return text
    .trim()
    .split(/\s*(?:\||\n)\s*/)
    .map(words);
}

/** The label beside a word that deceives, with and without a hyphen. */
export function combosquatting(label: Label): Generator<string> {
  return beside(label, BRAND_WORDS);
}

/** The same with words of the caller's; and one part of a hyphenated label becomes such a word. */
export function* dictionary(label: Label, own: readonly string[]): Generator<string> {
  yield* beside(label, own);
  const parts = label.join('').split('-');
  if (parts.length === 1) return;
  for (const word of own) {
    yield [...parts.slice(0, -1), word].join('-');
    yield [word, ...parts.slice(1)].join('-');
  }
}

function* beside(label: Label, others: readonly string[]): Generator<string> {
  const text = label.join('');
  for (const word of others) {
    yield `${text}-${word}`;
    yield text + word;
    yield `${word}-${text}`;
    yield word + text;
  }
}

/** A word in the label is written as one that sounds the same. */
export function homophone(label: Label): Generator<string> {
  return exchanged(label.join(''), HOMOPHONES, 3);
}

/** A word in the label is misspelt, or a misspelling is put right. */
export function* misspelling(label: Label): Generator<string> {
  const text = label.join('');
  for (const [right = '', ...wrong] of MISSPELLINGS) {
    for (const word of wrong) {
      if (text.includes(right)) yield text.replaceAll(right, word);
      if (text.includes(word)) yield text.replaceAll(word, right);
    }
  }
}

/** A digit is written as its word or the word as the digit. */
export function numeralSwap(label: Label): Generator<string> {
  return exchanged(label.join(''), NUMERALS, 1);
}

/** Each word of a set that stands in the text becomes each other; a short one counts only as the whole text. */
function* exchanged(
  text: string,
  groups: readonly (readonly string[])[],
  shortest: number,
): Generator<string> {
  for (const group of groups) {
    for (const word of group) {
      if (!text.includes(word) || (word.length < shortest && text !== word)) continue;
      for (const other of group) yield text.replaceAll(word, other);
    }
  }
}
