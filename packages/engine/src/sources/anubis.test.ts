import { LISTED, testNameList } from '../../test/name-list-cases.ts';
import { anubis } from './anubis.ts';

testNameList(anubis, 'https://anubisdb.com/anubis/subdomains/acme.example', [
  ...LISTED,
  ['404', null, [], 'failed'],
]);
