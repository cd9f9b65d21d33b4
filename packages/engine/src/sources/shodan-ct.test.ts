import { LISTED, testNameList } from '../../test/name-list-cases.ts';
import { shodanCt } from './shodan-ct.ts';

testNameList(shodanCt, 'https://ctl.shodan.io/api/v1/domain/acme.example/hostnames', [
  ...LISTED,
  ['404', null, []],
]);
