/**
 * What runs at CloudFront's edge for each request (JavaScript runtime 2.0): tells the application which host the viewer asked for, for
 * API Gateway gets its own. What the viewer said under that name is overwritten.
 */
export const VIEWER_HOST_CODE = `function handler(event) {
  var request = event.request;
  request.headers['x-footfall-host'] = { value: request.headers.host.value };
  return request;
}
`;
