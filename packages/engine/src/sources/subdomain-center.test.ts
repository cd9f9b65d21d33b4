import { LISTED, testNameList } from '../../test/name-list-cases.ts';
import { subdomainCenter } from './subdomain-center.ts';

testNameList(subdomainCenter, 'https://api.subdomain.center/?domain=acme.example', [
  ...LISTED,
  ['404', null, [], 'failed'],
]);
