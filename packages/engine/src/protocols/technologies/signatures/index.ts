import type { Signature } from '../signature.ts';
import { adminPanels } from './admin-panels.ts';
import { applicationServers } from './application-servers.ts';
import { cms } from './cms.ts';
import { commerce } from './commerce.ts';
import { communities } from './communities.ts';
import { delivery } from './delivery.ts';
import { engagement } from './engagement.ts';
import { hosting } from './hosting.ts';
import { javascriptFrameworks } from './javascript-frameworks.ts';
import { javascriptLibraries } from './javascript-libraries.ts';
import { measuring } from './measuring.ts';
import { operations } from './operations.ts';
import { runtimes } from './runtimes.ts';
import { siteBuilders } from './site-builders.ts';
import { styles } from './styles.ts';
import { teamTools } from './team-tools.ts';
import { webFrameworks } from './web-frameworks.ts';
import { webServers } from './web-servers.ts';
import { widgets } from './widgets.ts';

/** Every technology that is known. */
export const SIGNATURES: readonly Signature[] = [
  ...webServers,
  ...applicationServers,
  ...runtimes,
  ...webFrameworks,
  ...javascriptFrameworks,
  ...javascriptLibraries,
  ...styles,
  ...cms,
  ...siteBuilders,
  ...commerce,
  ...communities,
  ...teamTools,
  ...adminPanels,
  ...delivery,
  ...hosting,
  ...measuring,
  ...operations,
  ...engagement,
  ...widgets,
];
