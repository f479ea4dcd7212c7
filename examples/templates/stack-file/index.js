// The whole program: what Pulumi.<stack>.yaml says becomes a Platform. Change that file rather than this.
module.exports = require("pulumi-knative/program");
