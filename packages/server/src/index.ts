export {
  type Administration,
  openAdministration,
  type UserChange,
} from './administration.ts';
export { type Config, loadConfig, SETTINGS } from './config.ts';
export { describeServer } from './describe-server.ts';
export { ProblemError } from './errors.ts';
export { readFeeds } from './feeds.ts';
export { createLog } from './log.ts';
export { main } from './main.ts';
export { type RunningServer, startServer } from './server.ts';
export { StartError } from './start-error.ts';
