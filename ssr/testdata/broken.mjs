import 'not-installed-anywhere'
