import type { Trio } from '../trio.ts';
import { certificates } from './certificates.ts';
import { configured } from './configured.ts';
import { scripted } from './scripted.ts';
import { silent } from './silent.ts';

/** How servers speak TLS, and the certificates that they show. */
export const tls: readonly Trio[] = [scripted, configured, certificates, silent];
