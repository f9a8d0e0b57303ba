import { Complaint } from '../../aggregate/Complaint.ts';

/** The JSON object of an answer. @throws Complaint where it is none */
export const jsonOf = (text: string, what: string) => {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new Complaint(`${what} answered something that is not JSON.`, { cause });
  }
};
