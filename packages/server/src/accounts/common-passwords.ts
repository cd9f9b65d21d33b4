/**
 * Words that the most common passwords are made of, as every list of broken ones shows them, in lower case. What people
 * put around them is taken off before the look-up, so that one word stands for all its variants.
 */
const WORDS = `
password passw0rd passwort motdepasse contrasena contraseña senha parola wachtwoord haslo heslo salasana adgangskode
passphrase passcode pass passpass passwords mypassword newpassword oldpassword thepassword yourpassword nopassword
password123 passwordpassword changeme changeit changethis changemenow letmein letmeinnow letmein123 openup opensesame
secret topsecret mysecret supersecret secretpassword default defaultpassword temporary temppassword temp temppass
admin administrator adminadmin adminpassword administrateur administrador sysadmin superadmin superuser root rootroot
toor user username guest guestguest visitor demo demodemo test testtest testing testpassword testuser tester test123
login logmein signin welcome welcomeback welcometo welcomehome willkommen bienvenue bienvenido benvenuto hello
hellohello helloworld helloyou hellokitty hi hithere goodbye bonjour hola ciao salut whatever whatsup nothing something
anything everything iloveyou ilovey0u iloveu iloveme ilovemyself ilovegod ilovejesus ilovemom ilovedad ilovemyfamily
jetaime teamo tequiero tiamo ichliebedich loveyou loveme lovelove loverboy lovergirl lover lovely love forever
foreverlove foreveryoung sweetheart sweety sweetie honey honeybee babe baby babygirl babyboy babydoll princess
prince queen king kingkong kingdom angel angels angelina angelica heaven jesus jesuschrist jesusislord jesus1 christ
blessed blessing faith hope peace god godisgood godbless church bible amen allah bismillah inshallah muhammad
monkey monkeys dragon dragons dragonball dragonfly tiger tigers lion lions wolf wolfpack bear bears panther panthers
eagle eagles falcon falcons hawk hawks phoenix shark sharks dolphin dolphins butterfly ladybug spider spiderman
spiderman1 superman superman1 batman batman1 ironman captainamerica wolverine deadpool hulk thor avengers joker
pokemon pikachu charizard mario supermario zelda sonic naruto sasuke goku vegeta onepiece minecraft fortnite roblox
playstation nintendo xbox gameboy gamer gaming starcraft warcraft worldofwarcraft counterstrike callofduty halo
starwars startrek skywalker darthvader lukeskywalker yoda chewbacca matrix trinity gandalf frodo hobbit lordoftherings
harrypotter hogwarts hermione dumbledore voldemort terminator robocop jamesbond bond007 casper garfield snoopy
scooby scoobydoo tweety tinkerbell cinderella mickey mickeymouse minnie donald donaldduck goofy simpsons homer
bart southpark cartman spongebob patrick barbie smurf smurfs disney disneyland hannah hannahmontana
football football1 fussball futbol soccer baseball basketball hockey tennis golf golfer volleyball cricket rugby
swimming running runner cycling biking skater skating skiing snowboard surfing fishing hunting hunter racing nascar
ferrari porsche mercedes mustang corvette camaro lamborghini bmw audi toyota honda yamaha kawasaki suzuki harley
harleydavidson chevy chevrolet dodge ford jaguar maserati tesla volkswagen subaru nissan mazda hyundai
chelsea arsenal liverpool manchester manchesterunited manutd everton tottenham barcelona realmadrid juventus
acmilan intermilan bayern bayernmunchen dortmund schalke galatasaray fenerbahce besiktas benfica flamengo corinthians
palmeiras boca riverplate rangers celtic lakers chicagobulls bulls yankees redsox dodgers cowboys dallascowboys
steelers packers broncos raiders patriots giants redskins dolfan buckeyes gators longhorns
michael michelle jennifer jessica ashley amanda nicole daniel daniela david andrew anthony robert richard
charlie christian christopher christina jordan jordan23 joshua matthew nicholas thomas william alexander alexandra
alexandre samantha stephanie elizabeth victoria veronica vanessa natasha natalie maria mariana marina martin martina
patricia george jonathan joseph justin brandon brian kevin steven stephen maggie ginger buster pepper cookie cookies
shadow sunshine sunflower sunset sunrise summer summertime winter wintertime spring springtime autumn sommer rainbow
moonlight starlight midnight diamond diamonds crystal silver golden goldfish purple orange yellow green black white
blackwhite blackcat whitecat redrose bluesky blueeyes bluebird greenday greenapple purplerain lavender jasmine
flower flowers rose roses cherry cherries strawberry blueberry raspberry banana bananas apple apples pineapple
watermelon peaches peanut peanuts chocolate vanilla caramel coffee cocacola pepsi pizza cheese cheeseburger hamburger
spaghetti cupcake candy candycane sugar whiskey tequila heineken budweiser corona
computer computers laptop keyboard monitor internet network server database windows microsoft linux ubuntu macintosh
iphone samsung nokia motorola google facebook instagram twitter youtube yahoo hotmail gmail linkedin amazon netflix
spotify myspace whatsapp telegram tiktok snapchat paypal ebay cisco oracle postgres mysql qwerty qwertz azerty
qwertyui qwertyuiop qwerty123 qwertyqwerty asdfasdf asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx qazwsxedc qweasd qweasdzxc
qweqwe qweasd123 qwe123 asd123 zxc123 abc123 abcabc abcdef abcdefg abcdefgh aaaaaa a1b2c3 a1b2c3d4 abcd1234 q1w2e3
q1w2e3r4 q1w2e3r4t5 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 zaq12wsx zaq1zaq1 zaq1xsw2 123qwe 123abc 123asd
trustno trustno1 trustnoone trustme master masters masterkey mastermind mistress slayer killer killers ninja samurai
warrior warriors soldier soldiers commander captain pirate pirates assassin sniper hacker hackers hacked cracker
system systems security secure access accessgranted private public office company business enterprise manager boss
support service services helpdesk backup server1 production staging development developer engineer student students
teacher school university college freedom liberty america american usa unitedstates canada mexico brasil brazil
argentina colombia espana spain france paris london england germany deutschland berlin hamburg italia italy roma
russia moscow ukraine poland polska warszawa turkey istanbul india mumbai china beijing japan tokyo korea australia
sydney newyork newyorkcity losangeles california texas florida chicago boston houston dallas phoenix philadelphia
january february march april june july august september october november december monday tuesday wednesday thursday
friday saturday sunday januar februar oktober dezember montag freitag sonntag
family familie famille familia mother father mommy daddy brother sister sisters brothers grandma grandpa husband
wife children mychildren friends friendship bestfriend bestfriends girlfriend boyfriend lovelife happy happiness
happyday happybirthday birthday christmas merrychristmas halloween newyear newlife newyork1 goodluck lucky luckyme
luckyone fortune money moneymoney million millionaire billionaire bitcoin ethereum crypto rich richie success winner
winners victory champion champions legend legends number1 numberone thebest thebestone awesome amazing beautiful
handsome gorgeous perfect fantastic wonderful brilliant genius smart crazy crazygirl crazyboy stupid idiot loser
fuckyou fuckoff fuckme fuckthis motherfucker asshole bullshit shit bitch pussy sexy sexygirl sexybitch hotgirl hotstuff
playboy nothing1 unknown anonymous nobody somebody someone incorrect invalid wrong correcthorsebatterystaple
letsgo letmeout getmeout blahblah blahblahblah asdqwe poiuytrewq lkjhgfdsa mnbvcxz cyborux
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
