import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AnswersContext } from './data/AnswersContext.ts';
import { createAnswers } from './data/createAnswers.ts';
import { createStanding } from './data/createStanding.ts';
import { request } from './data/request.ts';
import { StandingContext } from './data/StandingContext.ts';
import { signedInMemory } from './data/signedInMemory.ts';
import { App } from './shell/App.tsx';

const standing = createStanding(signedInMemory);
const answers = createAnswers({
  ask: (url, signal) => request(url, { signal }),
  now: Date.now,
  told: standing.told,
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <StandingContext value={standing}>
      <AnswersContext value={answers}>
        <App />
      </AnswersContext>
    </StandingContext>
  </StrictMode>,
);
