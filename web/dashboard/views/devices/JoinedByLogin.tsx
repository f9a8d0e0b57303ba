/** How devices come to be one person's: who never logs in is a visitor on each of them. */
export const JoinedByLogin = () => (
  <>Devices become one visitor when a customer logs in on each of them; nobody else can be known again.</>
);
