import { manyStorms } from './many-storms.ts';

manyStorms(1, 2);
