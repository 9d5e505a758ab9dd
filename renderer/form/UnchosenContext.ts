import { createContext } from 'react';
import { NONE_UNCHOSEN } from './unchosen.ts';

/** What the fields have to say of a word that nobody has chosen. */
export const UnchosenContext = createContext(NONE_UNCHOSEN);
