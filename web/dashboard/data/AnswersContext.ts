import { createContext, useContext } from 'react';
import type { Answers } from './createAnswers.ts';

export const AnswersContext = createContext<Answers | undefined>(undefined);

/** The answers that the whole dashboard shares. */
export const useAnswers = (): Answers => {
  const answers = useContext(AnswersContext);
  if (!answers) throw new Error('there is no AnswersContext around this component');
  return answers;
};
