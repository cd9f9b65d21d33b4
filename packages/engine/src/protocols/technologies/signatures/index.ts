import type { Signature } from '../signature.ts';
import { adminPanels } from './admin-panels.ts';
import { applicationServers } from './application-servers.ts';
import { cms } from './cms.ts';
import { collaboration } from './collaboration.ts';
import { commerce } from './commerce.ts';
import { communities } from './communities.ts';
import { consent } from './consent.ts';
import { conversation } from './conversation.ts';
import { dataTools } from './data-tools.ts';
import { deliveryNetworks } from './delivery-networks.ts';
import { developerTools } from './developer-tools.ts';
import { firewalls } from './firewalls.ts';
import { hosting } from './hosting.ts';
import { javascriptFrameworks } from './javascript-frameworks.ts';
import { javascriptLibraries } from './javascript-libraries.ts';
import { mailClients } from './mail-clients.ts';
import { marketing } from './marketing.ts';
import { measuring } from './measuring.ts';
import { monitoring } from './monitoring.ts';
import { proxies } from './proxies.ts';
import { runtimes } from './runtimes.ts';
import { signIn } from './sign-in.ts';
import { siteBuilders } from './site-builders.ts';
import { styles } from './styles.ts';
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
  ...developerTools,
  ...collaboration,
  ...adminPanels,
  ...dataTools,
  ...mailClients,
  ...signIn,
  ...deliveryNetworks,
  ...firewalls,
  ...proxies,
  ...hosting,
  ...measuring,
  ...monitoring,
  ...consent,
  ...marketing,
  ...conversation,
  ...widgets,
];
