import fc from 'fast-check';

// A mutant is found by any case: to look for the smallest one takes many times as long.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
