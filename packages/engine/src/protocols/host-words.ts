/*
 * Labels that people give to hosts, the most usual first, after the habits of administrators: services, machines,
 * departments, environments, products, places. Written down here in rows of words; the longer list adds their usual
 * numbers and environments.
 */

/** Tried in every analysis. */
const USUAL = `
www mail ftp webmail smtp pop imap mx ns1 ns2 dns autodiscover autoconfig cpanel whm webdisk m mobile api app apps dev test
staging stage beta demo admin portal vpn remote blog shop store news forum support help helpdesk docs wiki status cdn static
assets img images media files download downloads upload video secure login sso auth id account accounts my cloud git gitlab
github jira confluence jenkins ci grafana kibana prometheus monitor monitoring nagios zabbix db mysql sql phpmyadmin proxy
gateway gw firewall intranet extranet internal office owa exchange lync sip meet chat calendar drive backup old new www2 web
server host ssl crm erp hr jobs careers partner partners client clients customer billing pay payment payments tickets service
services search map maps data analytics stats tracking events live stream learn training academy preview sandbox uat qa prod
go link links email newsletter survey lists smtp1 mail1 mail2 mx1 mx2 ns3 relay mta sftp ssh rdp citrix fw origin
`;

const FURTHER = `
about access ad adfs ads affiliate agent ai alert alerts alpha android announce answers apache apigw apm appdev archive art
artifactory asset assist at audit auth0 auto aws azure b2b backend backoffice bamboo bank bastion bbs bi bigdata bitbucket
board boards book booking bookings bot bounce box brand broker bugs bugzilla build builder builds business buy cache cal camera
cams campaign campaigns campus captcha card cards cas catalog catalogue cd cert certificates certs ceph cfg channel chart
charts checkout chef class classroom click cluster cm cms cname code collab collector com comm comments commerce common
community compare compute concourse conf conference config connect console consul contact container content contest control
controller core corp corporate couchdb counter course courses cron csr ctx customers cvs dash dashboard dashboards database
datacenter datalake datawarehouse dav dc deal deals delivery deploy design desk desktop developer developers development device
devices devops dhcp dialin digital direct directory discover discovery discuss dispatch dist dl dmz dns1 dns2 docker docker-registry
doc document documentation documents domain donate dr draft dropbox ds dw e eat ebook ecommerce edge edi edit editor edu education
elastic elasticsearch elk embed employee employees en eng engine enterprise envoy ep es esx esxi etcd etl event exam expert
explore export external faq fax fb feed feedback feeds fileserver filter finance find firebase flow fms fonts form forms forums
forward fr frontend ftp1 ftp2 ftps fulfillment fs gallery game games gate gds geo geoserver get gis global gmail graph graphite
graphql graylog groups grpc guest guide hadoop haproxy harbor hbase health healthcheck hello helm hive hk home homepage horizon
hosting hotel hotspot hq html http https hub hybrid iam ib icinga identity idp im image imap4 import in inbound info infra
ingress init inside insight insights install integration intelligence internet inventory invest investor investors invoice io
ios iot ip ipa iptv ipv6 ir irc iris it item jabber java job join journal js jump jumpbox jupyter k8s kafka kb keycloak keys kms
knowledge kube kubernetes lab labs lan landing lb ldap lead leads legacy legal library license licensing linux lms load
loadbalancer local localhost location lock log logger logging logs logstash loki loyalty lp ls m2 magento mail3 mailer mailgate
mailgw mailhost mailman mailserver main maintenance manage management manager market marketing marketplace master mattermost
maven mcp mdm member members memcached menu message messages messaging meta metabase metrics micro microsite minio mirror
mirrors ml mlflow mms mobi mod module mongo mongodb monit moodle mq mqtt ms msg mssql mta-sts music mx3 mx4 nas nat net netbox
netflow network nexus nfs nginx node noc nomad note notes notification notifications notify ns ns4 ns5 ntp oauth oauth2
observium octopus odoo office365 offer offers offline okta ol on onboarding online open openshift openvpn operations ops
oracle order orders org orion otrs out outbound outlook owncloud p page pages panel parking parse partnerportal pass
password passwords patch pay2 pbx pc pda people perf personal pgadmin phone phones photo photos pics pilot pipeline pki plan
platform play player plesk plus pm podcast policy poll polls pop3 portal2 portainer portfolio post postgres postmaster pr
preprod presence press pricing print printer privacy private pro product production products profile profiles project
projects promo promotion protect provision prtg pub public publish puppet purchase push qc qlik quality query queue quiz quote
rabbitmq radio radius rancher rd rdgateway rds read recovery recruit recruiting recruitment redirect redis redmine register
registration registry release releases remote2 render rent repo report reporting reports repos repository request rescue
research reseller resource resources responder rest restore results reverse review reviews rewards risk root router routes
rpc rss rsync rtmp s s1 s2 s3 saas sale sales salesforce saml sap satellite scan scheduler school science scm screen script
scripts sd sdk secret secrets security seed selfservice send sendgrid sentry seo sepm server1 server2 servicedesk session
setup sftp1 sftp2 sg share shared sharepoint shibboleth ship shipping shopping short signin signup simulator sip1 sip2 site
sitemap sites skype slack sm smart smokeping sms smtp2 smtp3 smtpout snapshot snmp soap social software solarwinds solr sonar
sonarqube source spam spark speed speedtest splunk sport sports spot ssh1 sslvpn ssp stage1 stage2 staff start static1 static2
stat statistics stock storage storefront stores story strapi stream1 student students studio style sub submit subscribe
superset supplier suppliers survey2 svc svn swagger switch syslog system systems tableau tag talent talk task tasks tc team
teamcity teams tech telecom telephony temp terminal terraform test1 test2 test3 testing tftp theme ticket time tools tools2
top torrent track tracker trade trading traefik traffic train transfer translate travel trial trk ts tv uk unifi unity update
updates upgrade url us user users utils v1 v2 vault vc vcenter vendor vendors video1 videos view viewer virtual visit vm vms
vmware voice voip vote vps vpn1 vpn2 vps1 wallet warehouse warranty watch waf wap wave weather web1 web2 web3 webadmin
webapp webapps webcam webcast webconf webdav webdev webhook webhooks webinar webmaster webmail2 webproxy webserver website
webservice webservices websocket webstats webtest wholesale whois widget widgets wifi wiki2 win windows wireless wlan wordpress
work workflow workspace workshop world wp ws wss wsus www1 www3 www4 xen xml xmpp yum zabbix2 zeus zimbra zone zoom
`;

const ENVIRONMENTS = [
  'dev',
  'test',
  'staging',
  'stage',
  'stg',
  'qa',
  'uat',
  'prod',
  'demo',
  'beta',
  'int',
  'preprod',
];
/** Kinds of hosts of which there are several. */
const SEVERAL = `
web app api db mail mx ns smtp vpn server srv host node www proxy cache cdn static ftp sql mysql dns lb gw vm vps s db
stage test dev edge relay worker redis kafka es mongo pg esx rdp ts dc backup storage media img files stream cluster k8s
`;
/** Services of which there is one for each environment. */
const SERVICES = `
api app www web admin portal auth login sso shop store mail cms crm erp db backend frontend services ws gateway dashboard my
account billing payment search static cdn docs mobile m secure data analytics partner partners client id files media test
`;
const PLACES =
  'us uk de fr nl it es pl ru cn jp in br au ca eu asia emea apac na la sg hk ch at be se no dk fi ie za mx kr tw tr';
const REGIONS =
  'eu us east west north south us-east us-west eu-west eu-central ap-south ap-southeast us-east-1 eu-west-1 eu-central-1 lon ams fra nyc sfo sin';

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** About 250 labels that are tried in every analysis, the most usual first. */
export function usualLabels(): string[] {
  return [...new Set(words(USUAL))];
}

/** About 5,000 labels for a deep scan, the usual ones first. */
export function hostLabels(): string[] {
  const found = new Set([...words(USUAL), ...words(FURTHER)]);
  for (const label of labelsOfSeveral()) found.add(label);
  return [...found];
}

function* labelsOfSeveral(): Iterable<string> {
  const several = [...new Set(words(SEVERAL))];
  const services = words(SERVICES);
  for (let number = 1; number <= 9; number += 1) for (const word of several) yield `${word}${number}`;
  for (const service of services) {
    for (const environment of ENVIRONMENTS) {
      yield `${service}-${environment}`;
      yield `${environment}-${service}`;
      yield `${environment}.${service}`;
      yield `${service}.${environment}`;
    }
  }
  for (let number = 1; number <= 12; number += 1) {
    const padded = String(number).padStart(2, '0');
    for (const word of several) yield `${word}${padded}`;
    if (number <= 3) for (const word of several) yield `${word}-${padded}`;
    if (number <= 3) for (const word of several) yield `${word}-${number}`;
  }
  for (const place of words(PLACES)) {
    yield place;
    for (const service of ['www', 'api', 'mail', 'vpn', 'app', 'shop', 'web']) {
      yield `${service}-${place}`;
      yield `${place}-${service}`;
      yield `${service}.${place}`;
    }
  }
  for (const region of words(REGIONS)) {
    yield region;
    for (const service of ['api', 'app', 'www', 'vpn', 'cdn', 's3', 'db', 'k8s', 'gateway', 'edge']) {
      yield `${service}-${region}`;
      yield `${region}-${service}`;
      yield `${service}.${region}`;
    }
  }
}
