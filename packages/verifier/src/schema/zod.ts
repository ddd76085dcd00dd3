// The parts of zod that schemas here are made of. The build puts their code in the place of this file (169 kB of 6 MB), so that
// an install brings no zod and a start reads one file of it.
export {
  array,
  boolean,
  discriminatedUnion,
  enum,
  int,
  iso,
  literal,
  number,
  object,
  strictObject,
  string,
  tuple,
  url,
  type infer,
} from 'zod';
