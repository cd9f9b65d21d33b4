import { testNameList } from '../../test/name-list-cases.ts';
import { SourceError } from '../source.ts';
import { columbus } from './columbus.ts';

testNameList(columbus, 'https://columbus.elmasy.com/api/lookup/acme.example?days=-1', [
  [
    'labels before the domain',
    { json: ['', 'www', 'a.b', '*'] },
    ['www.acme.example', 'a.b.acme.example', 'acme.example'],
  ],
  ['an empty list', { json: [] }, []],
  ['404', null, []],
  [
    'what is no label',
    { json: [7, 'mail'] },
    ['mail.acme.example'],
    undefined,
    ['1 items are of another form'],
  ],
  ['an error with status 200', { json: { error: 'invalid domain' } }, [], 'failed'],
  ['a limit', new SourceError('limited', '429'), [], 'limited'],
]);
