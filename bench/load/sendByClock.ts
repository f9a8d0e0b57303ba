import { answerCalls } from '../processes/answerCalls.ts';
import { runOpenLoop } from './runOpenLoop.ts';

/** The sender by the clock, in a process of its own. */
answerCalls({ run: runOpenLoop }, undefined);
