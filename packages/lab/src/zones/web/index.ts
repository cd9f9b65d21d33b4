import type { Trio } from '../trio.ts';
import { contents } from './contents.ts';
import { beside } from './files.ts';
import { headers } from './headers.ts';
import { policies } from './policies.ts';
import { silent } from './silent.ts';

/** What web sites say, show and leave lying about. */
export const web: readonly Trio[] = [headers, policies, contents, ...beside, ...silent];
