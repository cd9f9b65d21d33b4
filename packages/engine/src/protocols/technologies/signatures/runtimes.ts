import { inCategory } from '../signature.ts';

export const runtimes = [
  ...inCategory('runtime', [
    { name: 'PHP', vendor: 'PHP Group', cpe: 'a:php:php', headers: { 'x-powered-by': '^php{/}', server: 'php/{}' }, cookies: ['phpsessid'], sample: 'X-Powered-By: PHP/8.3.14' },
    { name: 'ASP.NET', vendor: 'Microsoft', cpe: 'a:microsoft:asp.net', headers: { 'x-powered-by': '^asp.net$', 'x-aspnet-version': '^{}' }, cookies: ['asp.net_sessionid', '.aspxauth', 'aspsessionid*'], html: ['id="__viewstate"'], sample: 'X-AspNet-Version: 4.0.30319' },
    { name: 'Java', vendor: 'Oracle', headers: { 'x-powered-by': ['^servlet/', '^jsp/', 'jre/1'] }, cookies: ['jsessionid'], sample: 'Set-Cookie: JSESSIONID=8F2A; Path=/; HttpOnly' },
    { name: 'Python', vendor: 'Python', cpe: 'a:python:python', headers: { server: 'python/{}' }, sample: 'Server: BaseHTTP/0.6 Python/3.12.3' },
    { name: 'Ruby', vendor: 'Ruby', cpe: 'a:ruby-lang:ruby', headers: { server: ['(ruby/{}', ' ruby/{}'] }, sample: 'Server: WEBrick/1.8.1 (Ruby/3.3.0/2023-12-25)', alongside: ['WEBrick'] },
    { name: 'Perl', cpe: 'a:perl:perl', headers: { server: [' perl/v{}', 'mod_perl/'] }, sample: 'Server: Apache/2.4.62 (Unix) mod_perl/2.0.13 Perl/v5.36.0', alongside: ['Apache HTTP Server'] },
    { name: 'Node.js', vendor: 'OpenJS Foundation', cpe: 'a:nodejs:node.js', headers: { server: '^node.js{/}' }, sample: 'Server: Node.js' },
    { name: 'Deno', vendor: 'Deno Land', cpe: 'a:deno:deno', headers: { server: '^deno{/}' }, sample: 'Server: deno/gcp-europe-west3' },
    { name: 'Bun', vendor: 'Oven', headers: { 'x-powered-by': '^bun{/}' }, sample: 'X-Powered-By: Bun/1.1.38' },
    { name: 'Erlang', vendor: 'Ericsson', cpe: 'a:erlang:erlang\\/otp', headers: { server: 'erlang otp{/}' }, sample: 'Server: MochiWeb/1.0 (Any of you quaids got a smint?) Erlang OTP/26' },
    { name: 'ColdFusion', vendor: 'Adobe', cpe: 'a:adobe:coldfusion', cookies: ['cfauthorization_cfadmin'], hints: { cookies: ['cfid', 'cftoken'], urls: '.cfm' }, implies: ['Java'], sample: 'Set-Cookie: CFID=1201; Path=/\n\n<form action="/login.cfm" method="post">' },
    { name: 'Lucee', vendor: 'Lucee', cpe: 'a:lucee:lucee_server', implies: ['Java'], headers: { server: '^lucee' }, html: ['<td class="label">lucee {}'], title: '^lucee server admin', sample: '<title>Lucee Server Administrator</title>' },
    { name: 'Mono', cpe: 'a:mono-project:mono', headers: { server: 'mono/{}' }, sample: 'Server: Mono-HTTPAPI Mono/6.12' },
    { name: 'OpenSSL', vendor: 'OpenSSL', cpe: 'a:openssl:openssl', headers: { server: 'openssl/{}' }, sample: 'Server: Apache/2.4.62 (Unix) OpenSSL/3.0.15', alongside: ['Apache HTTP Server'] },
  ]),
  ...inCategory('operating-system', [
    { name: 'Windows Server', vendor: 'Microsoft', cpe: 'o:microsoft:windows_server', headers: { server: ['(win32)', '(win64)'] }, sample: 'Server: Apache/2.4.62 (Win64)', alongside: ['Apache HTTP Server'] },
    { name: 'Ubuntu', vendor: 'Canonical', cpe: 'o:canonical:ubuntu_linux', headers: { server: '(ubuntu', 'x-powered-by': 'ubuntu' }, title: '^apache2 ubuntu default page', sample: 'Server: nginx/1.24.0 (Ubuntu)', alongside: ['nginx'] },
    { name: 'Debian', vendor: 'Debian', cpe: 'o:debian:debian_linux', headers: { server: '(debian', 'x-powered-by': '+deb' }, title: '^apache2 debian default page', sample: 'Server: Apache/2.4.62 (Debian)', alongside: ['Apache HTTP Server'] },
    { name: 'CentOS', vendor: 'CentOS', cpe: 'o:centos:centos', headers: { server: '(centos' }, sample: 'Server: Apache/2.4.6 (CentOS)', alongside: ['Apache HTTP Server'] },
    { name: 'Red Hat Enterprise Linux', vendor: 'Red Hat', cpe: 'o:redhat:enterprise_linux', headers: { server: '(red hat' }, sample: 'Server: Apache/2.4.57 (Red Hat Enterprise Linux)', alongside: ['Apache HTTP Server'] },
    { name: 'Fedora', vendor: 'Fedora Project', cpe: 'o:fedoraproject:fedora', headers: { server: '(fedora' }, sample: 'Server: Apache/2.4.62 (Fedora Linux)', alongside: ['Apache HTTP Server'] },
    { name: 'AlmaLinux', vendor: 'AlmaLinux', headers: { server: '(almalinux' }, sample: 'Server: Apache/2.4.57 (AlmaLinux)', alongside: ['Apache HTTP Server'] },
    { name: 'Rocky Linux', vendor: 'RESF', headers: { server: '(rocky linux' }, sample: 'Server: Apache/2.4.57 (Rocky Linux)', alongside: ['Apache HTTP Server'] },
    { name: 'FreeBSD', vendor: 'FreeBSD', cpe: 'o:freebsd:freebsd', headers: { server: '(freebsd' }, sample: 'Server: Apache/2.4.62 (FreeBSD)', alongside: ['Apache HTTP Server'] },
    { name: 'Amazon Linux', vendor: 'Amazon', headers: { server: '(amazon' }, sample: 'Server: Apache/2.4.62 (Amazon Linux)', alongside: ['Apache HTTP Server'] },
    { name: 'Synology DSM', vendor: 'Synology', cpe: 'o:synology:diskstation_manager', title: ['^synology diskstation$', '- synology diskstation$'], html: ['<meta name="application-name" content="synology diskstation'], urls: 'webman/resources/', sample: '<title>NAS - Synology DiskStation</title>' },
  ]),
];
