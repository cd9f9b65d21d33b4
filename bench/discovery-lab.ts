import { DISCOVERY_ZONES, startLab } from '@cyborux/lab';

/** The lab's domains of very many names, in a process of their own: its memory is not the worker's. */
const lab = await startLab({ zones: DISCOVERY_ZONES });
process.send?.(lab.network);
process.once('disconnect', () => void lab.close().then(() => process.exit(0)));
