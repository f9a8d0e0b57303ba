import { Link } from 'react-router';
import { Blank } from '../parts/Blank.tsx';
import { ROUTES, SHOP_FILES } from '../routes.ts';

export const UnknownPage = () => (
  <Blank title="We looked everywhere" picture={`${SHOP_FILES}products/straw-hat.svg`}>
    <p>There is no such page here. It may have sold out for good.</p>
    <Link className="button" to={ROUTES.home}>
      See what there is
    </Link>
  </Blank>
);
