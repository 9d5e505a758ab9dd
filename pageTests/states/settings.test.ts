import { proveStates } from './proveStates.ts';

proveStates('settings');
