import { answerCalls } from '../processes/answerCalls.ts';
import { runLoad } from './runLoad.ts';

/** The load generator, in a process of its own. */
answerCalls({ run: runLoad }, undefined);
